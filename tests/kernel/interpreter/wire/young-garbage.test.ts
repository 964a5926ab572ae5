import { setImmediate as nextTurn } from "node:timers/promises";
import { runInNewContext } from "node:vm";
import { expect, it, vi } from "vitest";
import { notePassed } from "../../../../kernel/interpreter/wire/young-garbage.ts";

const messageBytes = 100_000;

it("gives back what messages leave behind long before V8 would look for it", async () => {
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  let most = 0;
  for (let message = 0; message < 1000; message++) {
    Buffer.alloc(messageBytes, 1);
    notePassed(messageBytes);
    most = Math.max(most, held() - before);
    await nextTurn();
  }
  // V8 by itself lets 32 MB lie.
  expect(most).toBeLessThan(20_000_000);
});

it("leaves no gc() to the contexts that cells make", async () => {
  notePassed(100 * messageBytes);
  await nextTurn();
  expect(runInNewContext("typeof gc")).toBe("undefined");
});

it("collects again although a collection that was asked for never came", async () => {
  const lost = setImmediate(() => undefined);
  const asked = vi.spyOn(globalThis, "setImmediate").mockReturnValueOnce(lost);
  notePassed(30 * messageBytes);
  expect(asked).toHaveBeenCalledTimes(1);
  notePassed(30 * messageBytes);
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockRestore();
  await nextTurn();
});
