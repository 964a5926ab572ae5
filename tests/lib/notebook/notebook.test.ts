import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "../../kernel/interpreter/session.ts";

/** The library in the real runtime of the kernel, with functions written in cells. */
let session: Session;

beforeAll(async () => {
  session = new Session();
  await check(`
    import {
      Pool, ThreadPool, Process, Thread, ProcessPoolExecutor, asCompleted, compare,
      Lock, Value, Queue, shared, currentProcess, WorkerExitError,
    } from "romanesco";
  `);
});
afterAll(() => session.interpreter.shutdown());

/** Runs a cell that must succeed. @returns its result and its prints */
async function check(
  code: string,
): Promise<{ text?: string; stdout: string; stderr: string }> {
  const { outcome, text, stdout, stderr } = await session.run(code);
  if (outcome.status === "error") {
    throw new Error([outcome.message, ...outcome.traceback].join("\n"));
  }
  expect(outcome.status).toBe("ok");
  return { text, stdout, stderr };
}

test("maps a cell's function, with what it captures, over processes and threads", async () => {
  await check(`
    const factor = 10;
    const scale = (x: number) => x * factor;
    function work(x: number): number { console.log("working on", x); return scale(x); }
  `);
  for (const kind of ["new Pool(2)", "new ThreadPool(2)"]) {
    const { text, stdout } = await check(`
      var pool = ${kind};
      const scaled = await pool.map(work, [1, 2, 3]);
      scaled
    `);
    expect(text).toBe("[ 10, 20, 30 ]");
    expect(stdout.split("\n").filter(Boolean).sort()).toEqual([
      "working on 1",
      "working on 2",
      "working on 3",
    ]);
    await check("pool.terminate(); await pool.join();");
  }
});

test("takes along a variable of any name, and what is shared though no cell imported its class", async () => {
  const { text } = await check(`
    const [near, far] = (await import("romanesco")).Pipe<number>();
    const value = 20, name = 1, $values = 2;
    const sum = async (): Promise<void> => far.send(value + name + $values);
    const summing = new Process({ target: sum });
    summing.start();
    await summing.join();
    await near.recv(0)
  `);
  expect(text).toBe("23");
});

test("shares what a cell's function captures among threads", async () => {
  const { text } = await check(`
    const total = new Value("i");
    const lock = new Lock();
    const numbers = shared([0, 0]);
    const addAll = (n: number, numbers: Float64Array): void => {
      for (let i = 0; i < n; i += 1) lock.useSync(() => { total.value += 1; });
      numbers[0] = 7;
    };
    const threads = [1, 2].map(() => new Thread({ target: addAll, args: [5000, numbers] }));
    for (const thread of threads) thread.start();
    for (const thread of threads) await thread.join();
    [total.value, numbers[0]]
  `);
  expect(text).toBe("[ 10000, 7 ]");
});

test("lets cell's processes use a captured queue", async () => {
  const { text } = await check(`
    const queue = new Queue<number>();
    const fill = async (n: number) => { for (let i = 0; i < n; i += 1) await queue.put(i); };
    const filler = new Process({ target: fill, args: [3] });
    filler.start();
    const got = [await queue.get(), await queue.get(), await queue.get()];
    await filler.join();
    [got, filler.exitCode]
  `);
  expect(text).toBe("[ [ 0, 1, 2 ], 0 ]");
});

test("keeps classes: of instances, of errors, of the library's errors", async () => {
  const { text } = await check(`
    class Point { constructor(readonly x: number) {} double(): Point { return new Point(2 * this.x); } }
    class Oops extends Error { constructor(readonly at: number) { super("oops at " + at); } }
    const doubled = (p: Point) => p.double();
    const fail = (x: number): number => { throw new Oops(x); };
    const executor = new ProcessPoolExecutor(1);
    const point = await executor.submit(doubled, new Point(4));
    const error = await executor.submit(fail, 3).exception() as Oops;
    const gone = await executor.submit(() => process.exit(9)).exception() as WorkerExitError;
    await executor.shutdown();
    [point instanceof Point, point.x, error instanceof Oops, error.at, gone instanceof WorkerExitError, gone.exitCode]
  `);
  expect(text).toBe("[ true, 8, true, 3, true, 9 ]");
});

test("shows a process's prints and its traceback with the cell's line", async () => {
  const { stdout, stderr } = await check(`
    const greet = (name: string) => { console.log("hello", name); throw new Error("enough"); };
    const greeter = new Process({ target: greet, args: ["Ada"], name: "Greeter" });
    greeter.start();
    await greeter.join();
  `);
  expect(stdout).toBe("hello Ada\n");
  expect(stderr).toMatch(
    /Greeter failed: Error: enough\n\s+at \w+ \(cell \[\d+\]:2:\d+\)/,
  );
});

test("compare shows its figure and gives a table", async () => {
  const { displays, text } = await session.run(`
    const spin = (ms: number) => { const end = performance.now() + ms; while (performance.now() < end); return ms; };
    const times = await compare({ serial: () => [spin(5), spin(5)], other: () => [spin(5), spin(5)] }, { repeats: 3 });
    times
  `);
  expect(Object.keys(displays[0]?.display.data ?? {})).toContain(
    "application/vnd.plotly.v1+json",
  );
  expect(text).toMatch(/^serial .*\nother .* times as fast/);
});
