import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import {
  endedAfterEach,
  type MakeExecutor,
  newFile,
} from "../support/executors.ts";
import { library, tasks } from "../support/library.ts";

/** What every executor promises when something goes wrong, or is given up. */
export function checkTrouble(name: string, make: MakeExecutor): void {
  describe(`${name}, in trouble`, () => {
    const start = endedAfterEach(make);

    test("settles a task whatever its error is like, and goes on", async () => {
      const executor = start(1);
      const ring = (await executor
        .submit(tasks.failInARing)
        .exception()) as Error;
      expect(ring.message).toBe("round");
      expect(ring.cause).toBe(ring);
      const unreadable = executor.submit(tasks.failUnreadably);
      await expect(unreadable).rejects.toThrow("could not be read");
      expect(await executor.submit(tasks.square, 2)).toBe(4);
    });

    test("says each time why a function cannot be had in a worker, and goes on with others", async () => {
      const executor = start(1);
      for (const _ of [1, 2, 3]) {
        const error = executor.submit(tasks.unexported, 1);
        await expect(error).rejects.toThrow(
          "cannot run in a worker: tasks.js exports nothing of that name",
        );
      }
      const both = [1, 2].map((x) => executor.submit(tasks.unexported, x));
      for (const each of both)
        await expect(each).rejects.toThrow("exports nothing of that name");
      expect(await executor.submit(tasks.square, 2)).toBe(4);
    });

    test("carries what is nested deeper than any stack, there and back", async () => {
      const executor = start(1);
      for (const depth of [100, 1000, 3000, 100_000]) {
        const list = await executor.submit(tasks.nestObjects, depth);
        expect(tasks.depthOf(list)).toBe(depth);
        expect(await executor.submit(tasks.depthOf, list)).toBe(depth);
      }
    });

    test("gives back what threads share, and says of a process why it cannot", async () => {
      const executor = start(1);
      const shared = executor.submit(tasks.returnShared);
      if (name.startsWith("Thread")) {
        const { cells } = await shared;
        expect([cells.buffer instanceof SharedArrayBuffer, ...cells]).toEqual([
          true,
          7,
        ]);
      } else {
        await expect(shared).rejects.toThrow(
          "the result.cells is shared memory, which a process cannot send back: only threads share it. Return a copy",
        );
      }
    });

    test("overhears what a task posts to its parent on its own account", async () => {
      const executor = start(1);
      expect(await executor.submit(tasks.postNonsense, 1)).toBe(1);
      expect(await executor.submit(tasks.square, 2)).toBe(4);
    });

    test("a done callback that throws leaves the result, the other callbacks and the shutdown alone", async () => {
      const printed = vi.spyOn(console, "error").mockReturnValue(undefined);
      const executor = start(1);
      const future = executor.submit(tasks.square, 3);
      const called: number[] = [];
      future.addDoneCallback(() => {
        throw new Error("from the callback");
      });
      future.addDoneCallback(() => called.push(1));
      expect(await future).toBe(9);
      expect(called).toEqual([1]);
      await executor.shutdown();
      expect(printed).toHaveBeenCalledOnce();
      printed.mockRestore();
    });

    test("gives the array of a map as often as it is awaited", async () => {
      const map = start(1).map(tasks.square, [1, 2, 3]);
      expect(await map).toEqual([1, 4, 9]);
      expect(await map).toEqual([1, 4, 9]);
    });

    test("gives in an array what a loop over the map left", async () => {
      const map = start(1).map(tasks.square, [1, 2, 3]);
      expect((await map.next()).value).toBe(1);
      expect(await map).toEqual([4, 9]);
    });

    test("runs no more items of a map that failed", async () => {
      const ran = newFile("ran");
      writeFileSync(ran, "");
      const executor = start(1);
      const items = [-1, ...Array.from({ length: 50 }, (_, at) => at)];
      const map = executor.map(
        tasks.noteOrFail,
        items.map(() => ran),
        items,
      );
      await expect(map).rejects.toThrow("cannot take -1");
      await executor.shutdown();
      // What the worker had begun by then may have run.
      expect(readFileSync(ran, "utf8").split("\n").length).toBeLessThan(30);
    });

    test("runs no more items of a map that was not done in time", async () => {
      const executor = start(1);
      const gate = newFile("gate");
      const gates = Array.from({ length: 20 }, () => gate);
      const map = executor.map(tasks.waitForFile, gates, { timeout: 0.01 });
      await expect(map).rejects.toThrow(library.TimeoutError);
      writeFileSync(gate, "");
      await executor.shutdown();
      expect(executor.timeline().length).toBeLessThanOrEqual(1);
    });

    test("gives a map up when its signal aborts, and goes on with others", async () => {
      const executor = start(1);
      const controller = new AbortController();
      const { signal } = controller;
      const map = executor.map(tasks.spinForEver, [1, 2, 3], { signal });
      const first = map.next();
      controller.abort(new Error("enough"));
      await expect(first).rejects.toThrow("enough");
      expect((await map.next()).done).toBe(true);
      expect(await executor.submit(tasks.square, 2)).toBe(4);
      const late = executor.map(tasks.square, [1], { signal });
      await expect(late).rejects.toThrow("enough");
    });

    test("refuses options that are none, by name", () => {
      const { square } = tasks;
      const executor = start(1);
      const map = (options: object): unknown =>
        executor.map(square, [1], options);
      expect(() => map({ bufferSize: 0 })).toThrow(
        "bufferSize must be a positive integer; got 0",
      );
      for (const bufferSize of [-1, 1.5, NaN, "2", null]) {
        expect(() => map({ bufferSize })).toThrow("bufferSize must be");
      }
      expect(() => map({ chunksize: 2 })).toThrow(
        "map has no option chunksize; it has timeout, chunkSize, bufferSize",
      );
      expect(() => map({ timeout: "soon" })).toThrow("timeout must be");
      expect(() => map({ signal: {} })).toThrow(
        "signal must be an AbortSignal",
      );
      expect(() => make({ initializer: 5 } as never)).toThrow(
        "initializer must be a function; got 5",
      );
      expect(() => make({ initArgs: "ab" } as never)).toThrow(
        'initArgs must be an array; got "ab"',
      );
      expect(() => make({ max_workers: 2 } as never)).toThrow(
        "has no option max_workers; it has maxWorkers",
      );
      expect(() => make("2" as never)).toThrow(
        "takes its options as an object",
      );
    });

    test("rejects for options of one task, as for its arguments", async () => {
      const executor = start(1);
      const future = executor.submitWith({ timeout: NaN }, tasks.square, 1);
      await expect(future).rejects.toThrow("timeout must be");
      await expect(
        executor.shutdown({ cancel_futures: true } as never),
      ).rejects.toThrow("shutdown has no option cancel_futures");
    });
  });
}
