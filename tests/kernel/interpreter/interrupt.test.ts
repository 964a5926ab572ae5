import { afterAll, beforeAll, expect, test } from "vitest";
import { findDescendants } from "../../../kernel/interpreter/runtime/descendants.ts";
import { Session } from "./session.ts";

const session = new Session();
beforeAll(async () => {
  await session.run(
    'import { Pool, Process } from "romanesco"; import { execSync, execFileSync } from "node:child_process"; let kept = 0; const spin = () => { console.log("spinning"); for (;;) {} }',
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
])("stops %s and leaves no worker behind", async (_title, code) => {
  let ready: () => void;
  const printed = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run(code, () => ready());
  await printed;
  await session.interpreter.interrupt();
  const { outcome } = await cell;
  expect(outcome).toMatchObject({ status: "error", name: "Interrupted" });
  await expect
    .poll(
      async () =>
        (
          await session.run(
            "execSync('ps -o args= --ppid ' + process.pid).toString()",
          )
        ).text,
    )
    .not.toContain("worker-entry");
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
