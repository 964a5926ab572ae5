import { setFlagsFromString } from "node:v8";
import vm from "node:vm";
import { describe, expect, test, vi } from "vitest";
import { TimeoutError } from "../../../lib/errors.ts";
import { Future } from "../../../lib/future/future.ts";
import {
  ALL_COMPLETED,
  asCompleted,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  wait,
} from "../../../lib/pool/wait.ts";

const make = (count: number): Future<number>[] =>
  Array.from({ length: count }, () => new Future<number>());

describe("wait", () => {
  test("comes back with all when all are done, the failed and cancelled among them", async () => {
    const [a, b, c] = make(3) as [
      Future<number>,
      Future<number>,
      Future<number>,
    ];
    const answer = wait([a, b, c, a]);
    a.setResult(1);
    b.setException(new Error("x"));
    c.cancel();
    expect(await answer).toEqual({
      done: new Set([a, b, c]),
      notDone: new Set(),
    });
    expect(await wait([])).toEqual({ done: new Set(), notDone: new Set() });
  });

  test("comes back with the first done, and at once with those done before", async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const answer = wait([a, b], { returnWhen: FIRST_COMPLETED });
    b.setResult(1);
    const expected = { done: new Set([b]), notDone: new Set([a]) };
    expect(await answer).toEqual(expected);
    expect(await wait([a, b], { returnWhen: FIRST_COMPLETED })).toEqual(
      expected,
    );
  });

  test("takes a thrown undefined for the failure that it is", async () => {
    const [a, b, c] = make(3) as [
      Future<number>,
      Future<number>,
      Future<number>,
    ];
    const answer = wait([a, b, c], { returnWhen: FIRST_EXCEPTION });
    a.setResult(1);
    b.setException(undefined);
    expect([...(await answer).notDone]).toEqual([c]);
    const again = await wait([a, b, c], { returnWhen: FIRST_EXCEPTION });
    expect(again.notDone).toEqual(new Set([c]));
  });

  test("waits for all when none fails", async () => {
    const futures = make(2);
    const answer = wait(futures, { returnWhen: FIRST_EXCEPTION });
    for (const each of futures) each.setResult(0);
    expect((await answer).done.size).toBe(2);
  });

  test("comes back after the timeout, at once for 0, and never for Infinity", async () => {
    const futures = make(2);
    futures[0]?.setResult(1);
    for (const timeout of [0.001, 0, -1]) {
      const { done, notDone } = await wait(futures, { timeout });
      expect([done.size, notDone.size]).toEqual([1, 1]);
    }
    const answer = wait(futures, { timeout: Infinity });
    futures[1]?.setResult(2);
    expect((await answer).done.size).toBe(2);
  });

  test("is given up by a signal", async () => {
    const controller = new AbortController();
    const answer = wait(make(1), { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    await expect(wait(make(1), { signal: controller.signal })).rejects.toThrow(
      "enough",
    );
  });

  test("refuses options and futures that are none, by name", async () => {
    await expect(wait([], { returnWhen: "ALL" as never })).rejects.toThrow(
      'returnWhen must be "FIRST_COMPLETED" or "FIRST_EXCEPTION" or "ALL_COMPLETED"; got "ALL"',
    );
    await expect(
      wait([], { return_when: ALL_COMPLETED } as never),
    ).rejects.toThrow(
      "wait has no option return_when; it has timeout, returnWhen, signal",
    );
    await expect(wait([], { timeout: NaN })).rejects.toThrow("timeout must be");
    await expect(wait([Promise.resolve()] as never)).rejects.toThrow(
      "wait takes futures, such as an array of what submit gave; got object among them. For promises there are Promise.all and Promise.race.",
    );
    await expect(wait(undefined as never)).rejects.toThrow(
      "wait takes futures",
    );
  });
});

describe("asCompleted", () => {
  test("answers several next() at once, in their order", async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const futures = asCompleted([a, b]);
    const steps = Promise.all([futures.next(), futures.next(), futures.next()]);
    b.setResult(2);
    a.setResult(1);
    const [first, second, third] = await steps;
    expect(first.value === b && second.value === a).toBe(true);
    expect(third).toEqual({ done: true, value: undefined });
  });

  test("gives each future once, also those done before", async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    a.setResult(1);
    const order: number[] = [];
    for await (const each of asCompleted([b, a, b, a])) {
      order.push(await each.result());
      if (!b.done()) b.setResult(2);
    }
    expect(order).toEqual([1, 2]);
  });

  test("gives what is done, then TimeoutError", async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const futures = asCompleted([a, b], 0.001);
    const second = futures.next().then(() => futures.next());
    a.setResult(1);
    await expect(second).rejects.toThrow(TimeoutError);
    await expect(second).rejects.toThrow(
      "1 tasks were not done within 0.001 s",
    );
    await expect(futures.next()).rejects.toThrow(TimeoutError);
  });

  test("ends with the loop, and with a signal's reason", async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    a.setResult(1);
    for await (const each of asCompleted([a, b], Infinity)) {
      expect(each === a).toBe(true);
      break;
    }
    const controller = new AbortController();
    const futures = asCompleted([b], { signal: controller.signal });
    const next = futures.next();
    controller.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
  });

  test("lets go of the futures that it gave", async () => {
    const futures = make(2);
    const results = asCompleted(futures);
    futures[0]!.setResult(1);
    const given = new WeakRef((await results.next()).value as object);
    futures.shift();
    setFlagsFromString("--expose-gc");
    const collect = vm.runInNewContext("gc") as () => void;
    await vi.waitFor(() => {
      collect();
      expect(given.deref() === undefined).toBe(true);
    }, 60_000);
    futures[0]!.setResult(2);
    expect((await results.next()).done).toBe(false);
  });

  test("refuses what are no futures, and options that it does not have", () => {
    expect(() => asCompleted([1] as never)).toThrow(
      "asCompleted takes futures",
    );
    expect(() => asCompleted([], { timout: 1 } as never)).toThrow(
      "asCompleted has no option timout; it has timeout, signal",
    );
    expect(() => asCompleted([], NaN)).toThrow("timeout must be");
  });
});
