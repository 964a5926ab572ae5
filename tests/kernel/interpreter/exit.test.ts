import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isRunning, until } from "../../lib/support/children.ts";
import { Session } from "./session.ts";

let session: Session;
beforeAll(async () => {
  session = new Session();
  await session.run("const kept = 1");
});
afterAll(() => session.close());

const exits: [string, string, string][] = [
  ["at the top", "process.exit(3)", "process.exit(3)"],
  [
    "in a catch of a main function",
    "async function main() { await null; throw new Error('wrong') }\nawait main().catch(() => process.exit(1))",
    "process.exit(1)",
  ],
  [
    "in a function that catches and cleans up",
    "try { process.exit(4) } catch { console.log('caught') } finally { console.log('finally') }",
    "process.exit(4)",
  ],
  [
    "in a callback, while the cell awaits something else",
    "setTimeout(() => process.exit(5), 5); await new Promise(() => {})",
    "process.exit(5)",
  ],
  [
    "below code of others",
    "[2, 1].sort(() => process.exit(6))",
    "process.exit(6)",
  ],
  [
    "by process.exitCode",
    "process.exitCode = 7; process.exit()",
    "process.exit(7)",
  ],
  ["as a string", "process.exit('8')", "process.exit(8)"],
  ["really", "(process as any).reallyExit(9)", "process.reallyExit(9)"],
  ["by an abort", "process.abort()", "process.abort()"],
];

test.each(exits)(
  "a cell that exits %s is ended, and the variables are kept",
  async (_title, code, call) => {
    const { outcome, stdout } = await session.run(
      `process.exitCode = undefined; ${code}; console.log("goes on")`,
    );
    expect(outcome).toMatchObject({
      status: "error",
      name: "ProcessExit",
      message: `the cell called ${call}; its variables are kept`,
    });
    expect(stdout).toBe("");
    expect((await session.run("kept")).text).toBe("1");
  },
);

test("exit code 0 is no error, and shows nothing", async () => {
  const { outcome, stderr } = await session.run(
    "let before = 1; process.exit(0); const after = 2",
  );
  expect(outcome).toEqual({ status: "ok" });
  expect(stderr).toBe("");
  expect((await session.run("[before, typeof after]")).text).toBe(
    "[ 1, 'undefined' ]",
  );
});

test("the error says where the cell exited", async () => {
  const { outcome } = await session.run(
    "function leave() {\n  process.exit(2);\n}\nleave()",
  );
  expect(outcome.status === "error" && outcome.traceback.join("\n")).toMatch(
    /ProcessExit: .*\n +at leave \(cell \[\d+\]:2:\d+\)/,
  );
});

test("handlers of exit are not run, for nothing exits", async () => {
  await session.run("process.on('exit', () => console.log('exit handler'))");
  expect((await session.run("process.exit(1)")).stdout).toBe("");
});

test("what is awaited at the top goes on no more once its cell has exited", async () => {
  await session.run(`let went = false;
    setTimeout(() => process.exit(1), 5);
    await new Promise((resolve) => setTimeout(resolve, 30));
    went = true;`);
  await session.run("await new Promise((resolve) => setTimeout(resolve, 60))");
  expect((await session.run("went")).text).toBe("false");
});

test("code that an ended cell left behind is ended alone, with a line", async () => {
  let seen: () => void = () => {};
  const said = new Promise<void>((resolve) => (seen = resolve));
  const { outcome } = await session.run(
    "setTimeout(() => { process.exit(1); console.log('on') }, 20)\n;0",
    (text) => text.includes("after its cell had ended") && seen(),
  );
  expect(outcome.status).toBe("ok");
  await said;
  expect((await session.run("kept")).text).toBe("1");
});

test("a comm's listener that exits is ended, and the next cell runs", async () => {
  await session.run(
    "jupyter.registerTarget('leaves', () => { process.exit(1) })",
  );
  const { handled } = await session.receive({
    type: "open",
    commId: "e",
    targetName: "leaves",
  });
  expect(handled).toBe(true);
  expect((await session.run("kept")).text).toBe("1");
});

test("a thread that exits ends itself", async () => {
  const { text } = await session.run(`
    const { Worker: NodeWorker } = require("node:worker_threads");
    const worker = new NodeWorker("process.exit(3)", { eval: true });
    await new Promise((resolve) => worker.on("exit", resolve))`);
  expect(text).toBe("3");
});

test("an exit counts as an error where a cell without one gets points", async () => {
  vi.stubEnv("NBGRADER_EXECUTION", "autograde");
  const graded = new Session();
  const { outcome } = await graded.run("process.exit(0)");
  expect(outcome).toMatchObject({ status: "error", name: "ProcessExit" });
  vi.unstubAllEnvs();
  await graded.close();
});

/** Ends a notebook after a cell, and gives what that printed until its process was gone. */
async function endAfter(code: string) {
  const ended = new Session();
  const result = await ended.run(`${code}; process.pid`);
  await ended.close();
  await until(() => !isRunning(Number(result.text)), "the end of the runtime");
  return result;
}

test("what listens for the end of the process is heard at the notebook's end, and may print and exit", async () => {
  const { stdout } = await endAfter(`
    process.exitCode = 3;
    process.on("exit", (code) => console.log(code, "x".repeat(1e6)));
    process.once("exit", () => require("node:fs").writeSync(1, "past the console\\n"));
    process.on("exit", () => { console.log("last"); process.exit(1); });
    process.on("exit", () => console.log("never"))`);
  expect(stdout).toBe(`3 ${"x".repeat(1e6)}\npast the console\nlast\n`);
});

test("an error in what listens for the end of the process is told", async () => {
  const { stderr } = await endAfter(
    "process.on('exit', () => { throw new RangeError('at the end') })",
  );
  expect(stderr).toMatch(/^Uncaught RangeError: at the end\n +at .*cell \[1\]/);
});

test("what listens for the end of the process and computes or waits does not hold it up", async () => {
  const ends = await Promise.all(
    ["for (;;);", "require('node:child_process').execSync('sleep 600')"].map(
      (stays) =>
        endAfter(
          `process.on('exit', () => { console.log('heard'); ${stays} })`,
        ),
    ),
  );
  expect(ends.map(({ stdout }) => stdout)).toEqual(["heard\n", "heard\n"]);
});
