import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { after, checkSeconds, deadlineIn } from "../../../lib/timing/clock.ts";
import { sleep } from "../../../lib/timing/sleep.ts";
import { Asker } from "../../../lib/sync/asker.ts";
import { Store } from "../../../lib/sync/store.ts";
import { Future } from "../../../lib/pool/future.ts";

describe("timeouts in seconds", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("of more than 24.8 days wait as long as they say, and no timer is ever asked for more", async () => {
    const called = vi.fn<() => void>();
    const days = 24 * 60 * 60;
    after(60 * days, called);
    await vi.advanceTimersByTimeAsync(59 * days * 1000);
    expect(called).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(days * 1000);
    expect(called).toHaveBeenCalledOnce();
  });

  test("of Infinity never end, and hold no timer", () => {
    after(Infinity, () => expect.unreachable());
    after(undefined, () => expect.unreachable());
    expect(vi.getTimerCount()).toBe(0);
    expect(deadlineIn(undefined)).toBe(Infinity);
  });

  test("are called off", () => {
    const callOff = after(1, () => expect.unreachable());
    callOff();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of an endless wait or sleep do not end it at once", async () => {
    const ended: string[] = [];
    void new Store(0).get(new Asker(1), Infinity).then(() => ended.push("get"));
    void new Future().result(3e6).catch(() => ended.push("result"));
    void sleep(3e6).then(() => ended.push("sleep"));
    void sleep(Infinity).then(() => ended.push("sleep for ever"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(ended).toEqual([]);
  });
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
