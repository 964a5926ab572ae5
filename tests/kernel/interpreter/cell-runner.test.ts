import type { MessagePort } from "node:worker_threads";
import { expect, test, vi } from "vitest";
import type { CellContext } from "../../../kernel/interpreter/runtime/cell-context.ts";
import { CellRunner } from "../../../kernel/interpreter/runtime/cell-runner.ts";
import type { CellTimers } from "../../../kernel/interpreter/runtime/cell-timers.ts";
import type { Stacks } from "../../../kernel/interpreter/runtime/stacks.ts";

// The realm of the cells, of which these tests need little.
await vi.hoisted(async () => {
  const { CellAwaits } =
    await import("../../../kernel/interpreter/runtime/cell-awaits.ts");
  const listen = (port: MessagePort, receive: () => void) =>
    port.on("message", receive).unref();
  Object.assign(globalThis, { $cells: { listen, CellAwaits } });
});

const code = `${process.cwd()}/cell [1]`;

/** A runner whose code always stands in a cell. */
function openRunner(): CellRunner {
  const here = [{ getFileName: () => "" }, { getFileName: () => code }];
  const stacks = {
    here: () => here,
    format: () => [],
    isLibrary: () => false,
  } as unknown as Stacks;
  const context: CellContext = {
    run: (_, start) => start(),
    cell: 1,
    cellOf: () => 1,
    reset() {},
  };
  const timers = { clear: () => 0 } as unknown as CellTimers;
  return new CellRunner(stacks, context, timers);
}

test("nothing is cut for a cell whose end is being told, or has been: the next may be what runs", async () => {
  const runner = openRunner();
  const cut = () => runner.noteCut(true, [1]);
  const places = await new Promise<string[]>((resolve) => {
    const found: string[] = [];
    runner.run({
      cell: 1,
      compiled: { code: "(done) => done()", file: code } as never,
      prepare: async () => void found.push(cut()),
      silent: false,
      gave() {},
      ended() {
        found.push(cut());
        setImmediate(() => resolve([...found, cut()]));
      },
    });
  });
  expect(places).toEqual(["willing", "free", "free"]);
  expect(runner.noteCut(false, [])).toBe("willing");
  // What listens to a message has a number, and is no cell.
  expect(runner.noteCut(false, [1, 2])).toBe("willing");
});

test("no call of the kernel's stands below the code of a cell, where a debugger would read it at each step", async () => {
  const sites = `
    const { prepareStackTrace } = Error
    Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName())
    const { stack } = new Error()
    Error.prepareStackTrace = prepareStackTrace
    done([stack])`;
  const files = await new Promise((resolve) => {
    openRunner().run({
      cell: 1,
      compiled: { code: `(done) => {${sites}}`, file: code } as never,
      prepare: async () => {},
      silent: false,
      gave: resolve,
      ended() {},
    });
  });
  // Of V8's own, which no debugger stops in, there is no file.
  expect((files as string[]).filter(Boolean)).toEqual([code]);
});
