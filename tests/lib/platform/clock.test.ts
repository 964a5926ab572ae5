import { mock } from "node:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Asker } from "../../../lib/sync/asker.ts";
import { checkSeconds } from "../../../lib/platform/clock.ts";
import { standStill } from "../../../lib/platform/standstill.ts";
import { sleep } from "../../../lib/timing/sleep.ts";

/** The clock takes Node's timers as it is loaded: here it is loaded with others. */
async function loadWithFakeTimers() {
  vi.useFakeTimers();
  vi.resetModules();
  return {
    ...(await import("../../../lib/platform/clock.ts")),
    ...(await import("../../../lib/timing/sleep.ts")),
    ...(await import("../../../lib/sync/store.ts")),
    ...(await import("../../../lib/future/future.ts")),
  };
}

describe("timeouts in seconds", () => {
  let lib: Awaited<ReturnType<typeof loadWithFakeTimers>>;
  beforeEach(async () => void (lib = await loadWithFakeTimers()));
  afterEach(() => void vi.useRealTimers());

  test("of more than 24.8 days wait as long as they say, and no timer is ever asked for more", async () => {
    const called = vi.fn<() => void>();
    const days = 24 * 60 * 60;
    lib.after(60 * days, called);
    await vi.advanceTimersByTimeAsync(59 * days * 1000);
    expect(called).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(days * 1000);
    expect(called).toHaveBeenCalledOnce();
  });

  test("of Infinity never end, and hold no timer", () => {
    lib.after(Infinity, () => expect.unreachable());
    lib.after(undefined, () => expect.unreachable());
    expect(vi.getTimerCount()).toBe(0);
    expect(lib.deadlineIn(undefined)).toBe(Infinity);
  });

  test("are called off", () => {
    const callOff = lib.after(1, () => expect.unreachable());
    callOff();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of an endless wait or sleep do not end it at once", async () => {
    const ended: string[] = [];
    void new lib.Store(0)
      .get(new Asker(1), Infinity)
      .then(() => ended.push("get"));
    void new lib.Future().result(3e6).catch(() => ended.push("result"));
    void lib.sleep(3e6).then(() => ended.push("sleep"));
    void lib.sleep(Infinity).then(() => ended.push("sleep for ever"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(ended).toEqual([]);
  });
});

test("sleep sleeps while a test has put other timers in the place of Node's, and after", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  await sleep(0.001);
  mock.timers.reset();
  await sleep(0.001);
  expect(mock.timers).toBeDefined();
});

test("a timeout that is no number of seconds is refused by the name of its parameter", () => {
  expect(() => checkSeconds(NaN, "timeout")).toThrow(
    "timeout must be a number of seconds; got NaN. Leave it out, or give Infinity, to wait without a limit.",
  );
  expect(() => checkSeconds("soon" as never)).toThrow(
    'timeoutSeconds must be a number of seconds; got "soon"',
  );
  expect(() => checkSeconds(null as never)).toThrow(TypeError);
  expect(checkSeconds(-1)).toBe(-1);
});

test("a timeout waits for as long as a debugger holds up the code", async () => {
  const { after } = await loadWithFakeTimers();
  try {
    const expired = vi.fn<() => void>();
    after(1, expired);
    vi.advanceTimersByTime(900);
    standStill(true);
    vi.advanceTimersByTime(5000);
    expect(expired).not.toHaveBeenCalled();
    standStill(false);
    vi.advanceTimersByTime(99);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10);
    expect(expired).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
