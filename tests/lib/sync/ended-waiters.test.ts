import { afterEach, expect, test, vi } from "vitest";
import { Asker } from "../../../lib/sync/asker.ts";
import { findBlock } from "../../../lib/sync/blocks.ts";
import { Client } from "../../../lib/sync/client.ts";
import { Condition } from "../../../lib/sync/condition.ts";
import { newIdentity } from "../../../lib/sync/identity.ts";
import { Lock } from "../../../lib/sync/lock.ts";
import { Semaphore } from "../../../lib/sync/semaphore.ts";

afterEach(() => void vi.restoreAllMocks());

// In every Node since 16; in TypeScript's own types from ES2024 on.
const { waitAsync } = Atomics as unknown as {
  waitAsync(cells: Int32Array, index: number, value: number): unknown;
};

/** A thread that waits for the first cell of its memory, and has ended by the time it is woken. */
function waitAsTheDead({ id }: { id: string }): void {
  const cells = new Int32Array(findBlock(id)!, 0, 1);
  waitAsync(cells, 0, cells[0]!);
}

test("a worker that is being ended keeps its lock until it has ended, and what it took meanwhile comes free", async () => {
  const said = vi.spyOn(console, "error").mockReturnValue();
  const [before, meanwhile] = [new Lock(), new Lock()];
  const client = new Client("the worker", () => undefined);
  await before.acquireFor(new Asker(client.identity), undefined);
  client.stopServing();
  expect(await before.locked()).toBe(true);
  await meanwhile.acquireFor(new Asker(client.identity), undefined);
  client.end();
  expect([await before.locked(), await meanwhile.locked()]).toEqual([
    false,
    false,
  ]);
  expect(said).toHaveBeenCalledTimes(2);
  expect(said).toHaveBeenCalledWith(expect.stringContaining("the worker"));
});

test("a lock goes on to the next in line when the one who was woken for it has ended", async () => {
  const lock = new Lock();
  await lock.acquire();
  waitAsTheDead(lock);
  const next = lock.acquire();
  lock.releaseSync();
  lock.leave(newIdentity());
  expect(await next).toBe(true);
});

test("a place of a semaphore goes on to the next in line when the one who was woken for it has ended", async () => {
  const semaphore = new Semaphore(0);
  waitAsTheDead(semaphore);
  const next = semaphore.acquire();
  semaphore.releaseSync();
  semaphore.leave(newIdentity());
  expect(await next).toBe(true);
});

test("a notification goes on to the next in line when the one who was woken for it has ended", async () => {
  const condition = new Condition();
  waitAsTheDead(condition);
  const next = condition.use(() => condition.wait());
  await condition.use(() => condition.notify());
  condition.leave(newIdentity());
  expect(await next).toBe(true);
  const nobodyElse = condition.use(() => condition.wait(0.01));
  condition.leave(newIdentity());
  expect(await nobodyElse).toBe(false);
});

test("a notification goes on to the next in line when the one who was woken for it ends before it has the lock again", async () => {
  const condition = new Condition();
  const { lock } = condition;
  const asker = new Asker(newIdentity());
  await lock.acquireFor(asker, undefined);
  const first = condition.serve("wait", [undefined], asker);
  const next = condition.use(() => condition.wait());
  await condition.use(async () => {
    await condition.notify();
    // Woken by now, and in line for the lock.
    await new Promise((resolve) => void setImmediate(resolve));
    asker.end();
    await first;
  });
  expect(await next).toBe(true);
});
