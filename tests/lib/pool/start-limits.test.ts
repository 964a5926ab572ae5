import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { describeStartFailure } from "../../../lib/platform/start-failure.ts";
import { libraryFile, tasksFile } from "../support/library.ts";

/** A program of its own, under a limit of files that its first workers reach. */
async function runUnderLimit(code: string): Promise<string> {
  const program = `
    import { openSync } from "node:fs";
    const { Pool, Process, ProcessPoolExecutor, BrokenExecutorError } = await import(${JSON.stringify(libraryFile)});
    const { square } = await import(${JSON.stringify(tasksFile)});
    const files = [];
    const fill = () => { for (;;) try { files.push(openSync("/dev/null")); } catch { return; } };
    ${code}`;
  const { stdout } = await promisify(execFile)("sh", [
    "-c",
    'ulimit -n 100 && exec "$0" "$@"',
    process.execPath,
    "--input-type=module",
    "-e",
    program,
  ]);
  return stdout;
}

test("a pool that may start no worker says once which limit, and leaves the other processes alone", async () => {
  const said = await runUnderLimit(`
    fill();
    const pool = new Pool(16);
    const error = await pool.map(square, [1, 2, 3]).catch((reason) => reason);
    console.log(error instanceof BrokenExecutorError, error.message);
    process.exit();
  `);
  expect(said).toContain("true the pool cannot work: a worker could not be");
  expect(said).toContain("too many files and connections open");
  expect(said).toContain("ulimit -n");
  expect(said).toContain("Use fewer workers");
});

test("what waits for the workers that there are ends with the pool that may start no more", async () => {
  const said = await runUnderLimit(`
    const pool = new ProcessPoolExecutor(16);
    await pool.submit(square, 1);
    fill();
    const ends = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => pool.submit(square, i)));
    console.log(ends.every(({ reason }) => reason instanceof BrokenExecutorError));
    process.exit();
  `);
  expect(said).toBe("true\n");
});

test("a Process that cannot be started has ended, with an error that says why", async () => {
  const said = await runUnderLimit(`
    fill();
    const one = new Process({ target: square, args: [2] });
    one.start();
    await one.join();
    console.log(one.isAlive(), one.exitCode, one.error.message);
    process.exit();
  `);
  expect(said).toContain("false 127 a worker could not be started: ");
});

test.each([
  ["EAGAIN", "no more processes and threads may be started (EAGAIN; "],
  ["ENOMEM", "there is no memory for it (ENOMEM; "],
  ["ENOENT", "spawn node ENOENT"],
])("the system's word %s is explained", (code, words) => {
  const error = Object.assign(new Error(`spawn node ${code}`), { code });
  expect(describeStartFailure(error)).toContain(words);
});
