import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
beforeAll(async () => {
  await session.run(`
    import { spawn } from "node:child_process";
    import { readFile } from "node:fs/promises";
    import { setTimeout as later } from "node:timers";
    import { setTimeout as sleep } from "node:timers/promises";
    import { Worker } from "node:worker_threads";
    import { Process } from "romanesco";
  `);
});
afterAll(() => session.close());

/** Each cell ends at once, and prints "late" while the next cell runs. */
const shapes: [title: string, code: string][] = [
  ["a timer", "setTimeout(() => console.log('late'), 5)"],
  ["a timer of node:timers", "later(() => console.log('late'), 5)"],
  [
    "a timer of a timer",
    "setTimeout(() => setTimeout(() => console.log('late'), 5), 1)",
  ],
  [
    "an interval",
    "const tick = setInterval(() => { console.log('late'); clearInterval(tick) }, 5)",
  ],
  [
    "an immediate behind a timer",
    "setTimeout(() => setImmediate(() => console.log('late')), 5)",
  ],
  [
    "a tick behind a timer",
    "setTimeout(() => process.nextTick(() => console.log('late')), 5)",
  ],
  [
    "a microtask behind a timer",
    "setTimeout(() => queueMicrotask(() => console.log('late')), 5)",
  ],
  [
    "a function nobody awaits",
    "void (async () => { await sleep(5); await null; console.log('late') })()",
  ],
  ["a callback of a promise", "void sleep(5).then(() => console.log('late'))"],
  ["process.stdout", "setTimeout(() => process.stdout.write('late\\n'), 5)"],
  ["a display", "setTimeout(() => display('late'), 5)"],
  [
    "a child's output",
    "spawn('sh', ['-c', 'sleep 0.02; echo late']).stdout.on('data', (text) => console.log(String(text).trim()))",
  ],
  [
    "a file read later",
    "setTimeout(() => readFile('/dev/null').then(() => console.log('late')), 5)",
  ],
  [
    "a worker thread",
    "new Worker(`setTimeout(() => console.log('late'), 5)`, { eval: true })",
  ],
  [
    "a process",
    "new Process({ target: async () => { await new Promise((r) => setTimeout(r, 5)); console.log('late') } }).start()",
  ],
  [
    "a rejection nobody handles",
    "void sleep(5).then(() => { throw new Error('late') })",
  ],
  [
    "an exception in a timer",
    "setTimeout(() => { throw new Error('late') }, 5)",
  ],
];

test.each(shapes)(
  "late output of %s goes to the cell that started it, not to the one that runs",
  async (_title, code) => {
    const first = await session.run(code);
    expect(first.outcome.status).toBe("ok");
    let began: () => void;
    const runs = new Promise<void>((resolve) => (began = resolve));
    const second = session.run(
      "console.log('second'); await new Promise(() => {})",
      () => began(),
    );
    const shown = () =>
      first.stdout + first.stderr + JSON.stringify(first.displays);
    await runs;
    await expect.poll(shown).toContain("late");
    await session.interpreter.interrupt();
    expect(await second).toMatchObject({
      stdout: "second\n",
      stderr: "",
      displays: [],
    });
    expect((await second).outcome).toMatchObject({ name: "Interrupted" });
  },
);
