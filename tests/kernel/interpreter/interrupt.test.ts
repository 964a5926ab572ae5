import { afterAll, beforeAll, expect, test } from "vitest";
import { findDescendants } from "../../../kernel/interpreter/runtime/descendants.ts";
import { Session } from "./session.ts";

const session = new Session();
beforeAll(async () => {
  await session.run(
    'import { Pool, Process, ProcessPoolExecutor, Thread } from "romanesco"; const executor = new ProcessPoolExecutor(2); import { execSync, execFileSync } from "node:child_process"; let kept = 0; const spin = () => { for (let i = 0; ; i++) if (i % 2 ** 24 === 0) console.log("spinning") }',
  );
});
afterAll(() => session.close());

/** Each cell prints "ready", and would then run for ever. */
const shapes: [title: string, code: string][] = [
  ["a synchronous loop", "for (;;) {}"],
  ["a loop after an await", "await null; for (;;) {}"],
  ["a pending await", "await new Promise(() => {})"],
  [
    "a pending await inside a function",
    "await (async () => { await new Promise(() => {}) })()",
  ],
  [
    "a loop in a timer",
    "setTimeout(() => { console.log('in the timer'); for (;;) {} }, 1); await new Promise(() => {})",
  ],
  [
    "a loop that catches everything",
    "for (;;) { try { for (;;) {} } catch {} finally {} }",
  ],
  [
    "a storm of microtasks",
    "const again = (): unknown => Promise.resolve().then(again); again(); await new Promise(() => {})",
  ],
  [
    "Atomics.wait",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  ],
  ["a catastrophic regular expression", "/^(a+)+$/.test('a'.repeat(40) + 'b')"],
  ["execFileSync", "execFileSync('sleep', ['60'])"],
  ["execSync", "execSync('sleep 60')"],
  [
    "for await",
    "for await (const x of (async function* () { yield 1; await new Promise(() => {}) })()) kept += 0 * x",
  ],
  ["an import that spins", "await import('data:text/javascript,for(;;){}')"],
  [
    "a value that spins as it is shown",
    "({ [Symbol.for('Jupyter.display')]() { for (;;) {} } })",
  ],
];

test.each(shapes)("stops %s and keeps the variables", async (_title, code) => {
  const number = session.next;
  let ready: () => void;
  const printed = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run(
    `kept = ${number}; console.log("ready"); ${code}`,
    // A shape that only starts to spin later says so.
    (text) =>
      (!code.includes("in the timer") || text.includes("in the timer")) &&
      ready(),
  );
  await printed;
  await session.interpreter.interrupt();
  const { outcome } = await cell;
  expect(outcome).toMatchObject({ status: "error", name: "Interrupted" });
  expect((await session.run("kept")).text).toBe(String(number));
});

test.each([
  [
    "a pool of processes",
    "const pool = new Pool(2); await pool.map(spin, [1, 2])",
  ],
  [
    "a pool of threads",
    "const threads = new Pool({ workers: 2, threads: true }); await threads.map(spin, [1, 2])",
  ],
  [
    "a Process",
    "const child = new Process({ target: spin }); child.start(); await child.join()",
  ],
  [
    "a Thread",
    "const thread = new Thread({ target: spin }); thread.start(); await thread.join()",
  ],
  ["a task of an executor", "await executor.submit(spin)"],
])("stops %s, and leaves no worker at work", async (_title, code) => {
  let printed = 0;
  let ready: () => void;
  const hasPrinted = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run(code, () => {
    printed++;
    ready();
  });
  await hasPrinted;
  await session.interpreter.interrupt();
  const { outcome } = await cell;
  expect(outcome).toMatchObject({ status: "error", name: "Interrupted" });
  const more = async () => {
    const before = printed;
    await session.run("await new Promise((r) => setTimeout(r, 100))");
    return printed - before;
  };
  // What a worker wrote before it was ended may still be on its way, once.
  await expect.poll(more).toBe(0);
  expect((await session.run("typeof spin")).text).toBe("'function'");
});

test("a stopped pool works again", async () => {
  await session.run("const again2 = new Pool(1)");
  let ready: () => void;
  const printed = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run("await again2.map(spin, [1])", () => ready());
  await printed;
  await session.interpreter.interrupt();
  await cell;
  expect(
    (await session.run("await again2.map((n: number) => n + 1, [1])")).text,
  ).toBe("[ 2 ]");
});

test("finally blocks run, and nothing of the cell goes on later", async () => {
  let ready: () => void;
  const printed = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run(
    "let went = ''; try { console.log('ready'); await new Promise((r) => setTimeout(r, 300)); went = 'on' } finally { console.log('cleaned up') }",
    () => ready(),
  );
  await printed;
  await session.interpreter.interrupt();
  expect((await cell).stdout).toContain("cleaned up");
  const { text } = await session.run(
    "await new Promise((r) => setTimeout(r, 400)); went",
  );
  expect(text).toBe("''");
});

test("stops thirty times in a row", async () => {
  for (let time = 0; time < 30; time++) {
    let ready: () => void;
    const printed = new Promise<void>((resolve) => (ready = resolve));
    const cell = session.run(
      `console.log("ready"); ${time % 2 ? "for (;;) {}" : "await new Promise(() => {})"}`,
      () => ready(),
    );
    await printed;
    await session.interpreter.interrupt();
    expect((await cell).outcome).toMatchObject({ name: "Interrupted" });
  }
  expect((await session.run("typeof kept")).text).toBe("'number'");
});

test("an interrupt with nothing running does no harm", async () => {
  await session.interpreter.interrupt();
  expect((await session.run("1 + 1")).text).toBe("2");
});

/** Runs a cell, stops it once it has printed this word, and gives what came of it. */
async function stop(code: string, word = "ready") {
  let ready: () => void;
  const printed = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run(
    `console.log("ready"); ${code}`,
    (text) => text.includes(word) && ready(),
  );
  await printed;
  await session.interpreter.interrupt();
  return cell;
}

const interrupted = { status: "error", name: "Interrupted" };

test.each([
  [
    "at the top level",
    'for (;;) { try { await sleep(1) } catch { console.log("failed, next") } kept++ }',
  ],
  [
    "in a function",
    "await (async () => { for (;;) { try { await sleep(1) } catch {} kept++ } })()",
  ],
  [
    "with node:timers/promises",
    'const { setTimeout: nap } = await import("node:timers/promises"); await (async () => { for (;;) { await nap(1); kept++ } })()',
  ],
  [
    "of awaits alone",
    "await (async () => { for (;;) { await new Promise((r) => setImmediate(r)); kept++ } })()",
  ],
])(
  "a loop that catches what fails and goes on, %s, goes on no more",
  async (_title, code) => {
    await session.run(
      "const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms))",
    );
    expect((await stop(code)).outcome).toMatchObject(interrupted);
    const { text } = await session.run(
      "const then = kept; await sleep(100); kept - then",
    );
    expect(text).toBe("0");
  },
);

test.each([
  ["catch", "try { await new Promise(() => {}) } catch { for (;;) {} }"],
  ["finally", "try { await new Promise(() => {}) } finally { for (;;) {} }"],
])(
  "code that computes for ever in its %s is cut as well",
  async (_title, code) => {
    const { outcome, stderr } = await stop(code);
    expect(outcome).toMatchObject(interrupted);
    expect(stderr).toBe("");
  },
);

test("says where the cell was", async () => {
  const { outcome } = await stop(
    "function deep() {\n  for (;;) {}\n}\nfunction outer() { deep() }\nouter()",
  );
  const { traceback = [] } = outcome as { traceback?: string[] };
  expect(traceback.join("\n")).toMatch(
    /^Interrupted: .*\n {4}at deep \(cell \[\d+\]:2:\d+\)\n {4}at outer \(cell \[\d+\]:4:\d+\)[^]*> 2 \|   for/,
  );
});

test.each([
  ["await new Promise(() => {})", 3],
  [
    "const wait = async () => {\n  await new Promise(() => {})\n}\nawait wait()",
    6,
  ],
  [
    "for await (const x of (async function* () { yield 1; await new Promise(() => {}) })()) {}",
    3,
  ],
])(
  "names the line of the await at which a cell waited: %s",
  async (code, line) => {
    const { outcome } = await stop(`\n\n${code}`);
    const { traceback = [] } = outcome as { traceback?: string[] };
    expect(traceback.join("\n")).toMatch(
      new RegExp(
        `^Interrupted: .*\\n {4}at cell \\[\\d+\\]:${line}:\\d+\\n[^]*> ${line} \\| `,
      ),
    );
  },
);

test("Stop while nothing runs ends what cells have left running, and says so", async () => {
  const number = session.next;
  await session.run(
    "let beats = 0; setInterval(() => beats++, 1); void (async () => { for (;;) { await new Promise((r) => setTimeout(r, 1)); beats++ } })()",
  );
  const newest = await session.run("1");
  await session.interpreter.interrupt();
  expect(newest.stderr).toBe(
    `Stopped what cells had left running: 2 timers of cell [${number}].\n`,
  );
  const again = await session.run(
    "const seen = beats; await new Promise((r) => setTimeout(r, 50)); beats - seen",
  );
  expect(again.text).toBe("0");
});

test("leaves alone what a library does in the background, by timers that it has let go of", async () => {
  await session.run(
    "let ticks = 0; const housekeeping = setInterval(() => ticks++, 1); housekeeping.unref()",
  );
  await session.interpreter.interrupt();
  const { text } = await session.run(
    "const before = ticks; while (ticks === before) await new Promise((r) => setTimeout(r, 1)); clearInterval(housekeeping); 'went on'",
  );
  expect(text).toBe("'went on'");
});

test("ends the cell's own worker threads", async () => {
  const { outcome } = await stop(
    'const { Worker } = await import("node:worker_threads"); globalThis.own = new Worker("for (;;);", { eval: true }); own.on("online", () => console.log("online")); await new Promise((r) => own.on("exit", r))',
    "online",
  );
  expect(outcome).toMatchObject(interrupted);
  await expect
    .poll(async () => (await session.run("own.threadId")).text)
    .toBe("-1");
});

test("shutdown leaves no process", async () => {
  const other = new Session();
  await other.run(
    'import { Pool } from "romanesco"; const pool = new Pool(2); await pool.map((n: number) => n, [1, 2])',
  );
  const own = (await other.run("process.pid")).text;
  expect(findDescendants().map(String)).toContain(own);
  const below = findDescendants(Number(own));
  expect(below.length).toBeGreaterThan(0);
  await other.close();
  await expect
    .poll(() =>
      findDescendants().filter((pid) => [...below, Number(own)].includes(pid)),
    )
    .toEqual([]);
});
