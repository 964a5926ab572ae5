import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AsyncResult } from "../../../lib/future/async-result.ts";
import { CancelledError, TimeoutError } from "../../../lib/errors.ts";
import { Future } from "../../../lib/future/future.ts";

const printed = vi.spyOn(console, "error");
beforeEach(() => void printed.mockImplementation(() => undefined));
afterEach(() => void printed.mockReset());

const done = <T>(value: T): Future<T> => {
  const future = new Future<T>();
  future.setResult(value);
  return future;
};

const failed = (error: unknown): Future<never> => {
  const future = new Future<never>();
  future.setException(error);
  return future;
};

const throwing = (): never => {
  throw new Error("from the callback");
};

describe("a future's callbacks", () => {
  test("are all called, in their order, though one throws; the result stands and the error is printed", async () => {
    const future = new Future<number>();
    const called: number[] = [];
    future.addDoneCallback(() => called.push(1));
    future.addDoneCallback(throwing);
    const awaited = future.result();
    future.addDoneCallback(() => called.push(2));
    future.setResult(7);
    expect(await awaited).toBe(7);
    expect(await future).toBe(7);
    expect(called).toEqual([1, 2]);
    expect(printed).toHaveBeenCalledExactlyOnceWith(
      "a done callback of Future(finished, returned number) failed:",
      new Error("from the callback"),
    );
  });

  test("are called at once when it is done, and may throw then, too", () => {
    const called = vi.fn<(future: unknown) => void>();
    const future = done(1);
    future.addDoneCallback(throwing);
    future.addDoneCallback(called);
    expect(called).toHaveBeenCalledExactlyOnceWith(future);
    expect(printed).toHaveBeenCalledOnce();
  });

  test("may be asynchronous: what such a one rejects with is printed and ends no program", async () => {
    done(1).addDoneCallback(() => Promise.reject(new Error("later")));
    await expect.poll(() => printed.mock.calls.length).toBe(1);
  });

  test("are called when it is cancelled, and when it fails", () => {
    const states: string[] = [];
    const future = new Future<number>();
    future.addDoneCallback((each) => states.push(each.state));
    expect(future.cancel()).toBe(true);
    failed(new Error("x")).addDoneCallback((each) => states.push(each.state));
    expect(states).toEqual(["cancelled", "finished"]);
  });

  test("may ask the future itself", () => {
    const future = new Future<number>();
    let seen: unknown[] = [];
    future.addDoneCallback((each) => {
      seen = [each.done(), each.running(), each.cancel()];
    });
    future.setResult(1);
    expect(seen).toEqual([true, false, false]);
  });

  test("must be functions", () => {
    expect(() => new Future().addDoneCallback(5 as never)).toThrow(
      "addDoneCallback takes a function; got number",
    );
  });
});

describe("a future", () => {
  test("shows its state and the kind of its result or error", () => {
    const running = new Future();
    running.setRunning();
    const cancelled = new Future();
    cancelled.cancel();
    const shown = [
      new Future(),
      running,
      cancelled,
      done(null),
      done(new Float64Array(2)),
      failed(new RangeError("x")),
      failed(42),
    ].map((each) => inspect(each));
    expect(shown).toEqual([
      "Future(pending)",
      "Future(running)",
      "Future(cancelled)",
      "Future(finished, returned null)",
      "Future(finished, returned Float64Array)",
      "Future(finished, raised RangeError)",
      "Future(finished, raised number)",
    ]);
  });

  test("is cancelled once and for all while it waits, and not once it runs or is done", async () => {
    const waiting = new Future();
    expect([waiting.cancel(), waiting.cancel()]).toEqual([true, true]);
    expect(waiting.setRunning()).toBe(false);
    await expect(waiting.exception()).rejects.toThrow(CancelledError);
    const running = new Future();
    running.setRunning();
    expect([running.cancel(), running.cancelled()]).toEqual([false, false]);
    expect(done(5).cancel()).toBe(false);
  });

  test("gives the result or the error after the wait began, or TimeoutError", async () => {
    const future = new Future<number>();
    const late = future.result(0.001);
    const inTime = future.result(60);
    await expect(late).rejects.toThrow(TimeoutError);
    future.setResult(3);
    expect(await inTime).toBe(3);
    expect(await done(1).exception()).toBeUndefined();
    const error = new Error("x");
    expect(await failed(error).exception()).toBe(error);
    await expect(failed(error).result()).rejects.toBe(error);
  });

  test("refuses a timeout that is no number of seconds", async () => {
    await expect(new Future().result(NaN)).rejects.toThrow(
      "timeoutSeconds must be a number of seconds; got NaN",
    );
    await expect(new Future().exception("soon" as never)).rejects.toThrow(
      TypeError,
    );
  });

  test("keeps its first outcome", async () => {
    const future = done(1);
    future.setResult(2);
    future.setException(new Error("x"));
    expect(await future).toBe(1);
  });
});

test("callbacks of an AsyncResult may throw: the result stands", async () => {
  const result = new AsyncResult(Promise.resolve(4), { callback: throwing });
  expect(await result.get(60)).toBe(4);
  const bad = new AsyncResult(Promise.reject(new Error("the task's")), {
    errorCallback: throwing,
  });
  await expect(bad.get()).rejects.toThrow("the task's");
  expect(printed).toHaveBeenCalledTimes(2);
});
