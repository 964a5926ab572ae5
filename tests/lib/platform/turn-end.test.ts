import { expect, test, vi } from "vitest";
import { TurnEnd } from "../../../lib/platform/turn-end.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("does once a turn what is asked for, and again in the next", async () => {
  const act = vi.fn<() => void>();
  const end = new TurnEnd(act);
  for (let i = 0; i < 3; i++) end.ask();
  expect(act).not.toHaveBeenCalled();
  await turn();
  expect(act).toHaveBeenCalledTimes(1);
  end.ask();
  await turn();
  expect(act).toHaveBeenCalledTimes(2);
});

test("does not wait for ever for what a turn that was cut had put off", async () => {
  const act = vi.fn<() => void>();
  const end = new TurnEnd(act);
  vi.stubGlobal("queueMicrotask", () => {});
  end.ask();
  vi.unstubAllGlobals();
  await expect
    .poll(async () => {
      end.ask();
      await turn();
      return act.mock.calls.length;
    })
    .toBeGreaterThan(0);
});

test("is asked anew once it was told to forget", async () => {
  const act = vi.fn<() => void>();
  const end = new TurnEnd(act);
  vi.stubGlobal("queueMicrotask", () => {});
  end.ask();
  vi.unstubAllGlobals();
  end.forget();
  end.ask();
  await turn();
  expect(act).toHaveBeenCalledTimes(1);
});
