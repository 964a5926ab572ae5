import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isRunning, until } from "../support/children.ts";
import { libraryFile, tasksFile } from "../support/library.ts";

/** Whole programs: what becomes of workers when theirs ends, and of a program when its workers are left open. */
const folder = fileURLToPath(new URL("../../../.cache/", import.meta.url));

function start(program: string, flags: string[] = []): ChildProcess {
  const file = join(mkdtempSync(join(folder, "program-")), "program.mjs");
  const head = `
    import * as library from ${JSON.stringify(libraryFile)};
    import * as tasks from ${JSON.stringify(tasksFile)};
  `;
  writeFileSync(file, head + program);
  return spawn(process.execPath, [...flags, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function run(
  program: string,
  flags?: string[],
): Promise<{ output: string; code: number | null }> {
  const child = start(program, flags);
  let output = "";
  child.stdout?.on("data", (data: Buffer) => (output += String(data)));
  const [code] = (await once(child, "close")) as [number | null];
  return { output, code };
}

test("a program ends by itself although its pools are still open", async () => {
  const { output, code } = await run(`
    for (const threads of [false, true]) {
      const pool = new library.Pool({ workers: 2, threads });
      console.log(await pool.map(tasks.square, [1, 2, 3]));
    }
    new library.Pool(2);
  `);
  expect(output).toBe("[ 1, 4, 9 ]\n[ 1, 4, 9 ]\n");
  expect(code).toBe(0);
});

test("a main file that starts workers for its own functions is refused, not started without end", async () => {
  const { output } = await run(`
    export function double(x) { return 2 * x; }
    const pool = new library.Pool(1);
    console.log(await pool.map(double, [1]).catch(({ message }) => message));
  `);
  expect(output).toContain("from a worker that still imports program.mjs");
});

test("a main file that starts workers only as the program gives them its own functions", async () => {
  const { output } = await run(`
    export function double(x) { return 2 * x; }
    if (process.argv[1].endsWith("program.mjs"))
      console.log(await new library.Pool(1).map(double, [1]));
  `);
  expect(output).toBe("[ 2 ]\n");
});

test("a program's own closures, hidden functions and instances are refused with what to do", async () => {
  const { output } = await run(`
    function local(x) { return x; }
    class Point {}
    if (process.argv[1].endsWith("program.mjs")) {
      const pool = new library.Pool(1);
      const say = ({ name, message }) => console.log(name + ": " + message);
      await pool.map((x) => x, [1]).catch(say);
      await pool.map(local, [1]).catch(say);
      await pool.map(tasks.same, [1, new Point()]).catch(say);
    }
  `);
  const lines = output.split("\n");
  expect(lines[0]).toMatch(/^TransferError: .*export it by name from a module/);
  expect(lines[1]).toMatch(
    /^TransferError: .*local.*program.mjs exports nothing of that name/,
  );
  expect(lines[2]).toMatch(
    /^TransferError: items.*instance of Point.*make the instance inside the function/,
  );
});

test("a program waits for tasks that are not done", async () => {
  const { output } = await run(`
    const pool = new library.ProcessPoolExecutor(1);
    pool.submit(tasks.spin, 50).then(() => console.log("done"));
    new library.ThreadPoolExecutor(1).submit(tasks.spin, 50).then(() => console.log("done"));
  `);
  expect(output).toBe("done\ndone\n");
});

test("a program waits for its processes, and not for daemons", async () => {
  const { output } = await run(`
    new library.Process({ target: tasks.print, args: [1] }).start();
    new library.Thread({ target: tasks.spinForEver, daemon: true }).start();
    new library.Process({ target: tasks.spinForEver, daemon: true }).start();
  `);
  expect(output).toBe("line 0\n");
});

test("a pool that nobody can reach finishes its work and ends its workers", async () => {
  const { output } = await run(
    `
    const work = new library.Pool(1).map(tasks.sleepFor, [0.05]);
    const { pid } = await new library.Pool(1).apply(tasks.who);
    const alive = () => { try { return process.kill(pid, 0); } catch { return false; } };
    while (alive()) { globalThis.gc(); await library.sleep(0.005); }
    await work;
    console.log("gone");
  `,
    ["--expose-gc"],
  );
  expect(output).toBe("gone\n");
});

test.each(["SIGKILL", "SIGTERM"] as const)(
  "workers that compute end with a program that got %s",
  async (signal) => {
    const file = join(mkdtempSync(join(folder, "notes-")), "pids");
    const child = start(`
      const pool = new library.Pool(2);
      for (let i = 0; i < 2; i += 1) pool.applyAsync(tasks.noteAndSpin, [${JSON.stringify(file)}]);
    `);
    const pids = (): number[] => {
      try {
        return readFileSync(file, "utf8")
          .split("\n")
          .filter(Boolean)
          .map(Number);
      } catch {
        return [];
      }
    };
    await until(() => pids().length === 2, "the start of both tasks");
    expect(pids().every(isRunning)).toBe(true);
    child.kill(signal);
    await once(child, "exit");
    await until(() => !pids().some(isRunning), "the end of the workers");
  },
);

test("what a worker prints comes out in a plain program, too", async () => {
  const { output } = await run(
    `
    for (const threads of [false, true]) {
      const pool = new library.Pool({ workers: 1, threads });
      await pool.apply(tasks.print, [2]);
    }
  `.replace("await using", "const"),
  );
  expect(output).toBe("line 0\nline 1\nline 0\nline 1\n");
});

// Node 20.20 ends the whole process when a thread is terminated in the midst of `require` of a module.
test("a thread loads a function's module by import, which may be cut at any moment", async () => {
  const module = join(mkdtempSync(join(folder, "module-")), "how.mjs");
  writeFileSync(
    module,
    'import { createRequire } from "node:module"; const { cache } = createRequire(import.meta.url); const { filename } = import.meta;' +
      "export function isRequired() { return filename in cache; }",
  );
  const { output, code } = await run(`
    const { isRequired } = await import(${JSON.stringify(module)});
    for (const threads of [true, false]) {
      const pool = new library.Pool({ workers: 1, threads });
      console.log(threads ? "thread" : "process", await pool.apply(isRequired));
      pool.terminate();
    }
  `);
  expect(code).toBe(0);
  // The other shows that the cache tells which it was.
  const required = Boolean(
    (process.features as { require_module?: boolean }).require_module,
  );
  expect(output).toBe(`thread false\nprocess ${required}\n`);
});
