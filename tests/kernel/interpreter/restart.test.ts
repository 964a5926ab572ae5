import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { signalProcess } from "../../../lib/platform/signals.ts";
import { isRunning, until } from "../../lib/support/children.ts";
import { Session } from "./session.ts";

let session: Session;
afterEach(async () => {
  vi.unstubAllEnvs();
  await session.close();
});

const sayOn = 'console.log("on")';

/** Ends the runtime from outside, as the system does when memory runs out. */
async function killRuntime(): Promise<void> {
  const { text } = await session.run("process.pid");
  signalProcess(Number(text), "SIGKILL");
  await until(() => !isRunning(Number(text)), "the end of the runtime");
}

test("a runtime whose folder is gone is tried a few times, told of once, and there again with the folder", async () => {
  session = new Session();
  const { text } = await session.run("process.pid");
  rmSync(session.directory, { recursive: true });
  const waiting = session.run(`${sayOn}; await new Promise(() => {})`, () =>
    signalProcess(Number(text), "SIGKILL"),
  );
  expect((await waiting).outcome).toMatchObject({
    name: "RuntimeExit",
    origin: "process",
    reason: { kind: "signal", signal: "SIGKILL" },
  });
  const { outcome } = await session.run("1 + 1");
  expect(outcome).toMatchObject({
    status: "error",
    name: "RuntimeExit",
    message: expect.stringContaining(
      `folder ${session.directory} is not there`,
    ),
    reason: { kind: "start" },
  });
  mkdirSync(session.directory);
  expect((await session.run("1 + 1")).text).toBe("2");
});

test("a cell that is sent while the folder is away for a moment runs when it is back", async () => {
  session = new Session();
  const { text } = await session.run("process.pid");
  rmSync(session.directory, { recursive: true });
  const dying = session.run(`${sayOn}; await new Promise(() => {})`, () =>
    signalProcess(Number(text), "SIGKILL"),
  );
  await dying;
  const waiting = session.run("const there = 1; there + 1");
  mkdirSync(session.directory);
  expect((await waiting).text).toBe("2");
  expect((await session.run("there")).text).toBe("1");
});

test("a kernel whose files were replaced says so, in every cell, and ends when it is told to", async () => {
  session = new Session({}, { program: "/no/such/runtime.cjs" });
  for (let times = 0; times < 2; times++) {
    const { outcome, stderr } = await session.run("1 + 1");
    expect(outcome).toMatchObject({
      name: "RuntimeExit",
      message: expect.stringContaining("Restart the kernel"),
    });
    expect(stderr).toBe("");
  }
});

test("NODE_OPTIONS with which no runtime starts are named", async () => {
  vi.stubEnv("NODE_OPTIONS", "--frozen-intrinsics");
  session = new Session();
  const { outcome } = await session.run("1 + 1");
  expect(outcome).toMatchObject({
    status: "error",
    message: expect.stringContaining("NODE_OPTIONS is --frozen-intrinsics"),
  });
});

test("Stop ends a cell that waits for a runtime", async () => {
  session = new Session({}, { program: "/no/such/runtime.cjs" });
  const waiting = session.run("1 + 1");
  await session.interpreter.interrupt();
  expect((await waiting).outcome).toMatchObject({ status: "error" });
});

test.each([
  ["a shell and its child, in execSync", "require('child_process').execSync"],
  [
    "what was started to outlive it",
    "((command: string) => { require('child_process').spawn('sh', ['-c', command], { detached: true }).unref(); return new Promise(() => {}); })",
  ],
])("the end of a runtime takes along %s", async (_title, run) => {
  session = new Session();
  const { text } = await session.run("process.pid");
  const pids = join(session.directory, "pids");
  const command = "sleep 1000 & echo $$ $! > pids.new; mv pids.new pids; wait";
  const waiting = session.run(`await ${run}(${JSON.stringify(command)})`);
  await until(() => existsSync(pids), "the start of the children");
  signalProcess(Number(text), "SIGKILL");
  await waiting;
  const children = readFileSync(pids, "utf8").trim().split(" ").map(Number);
  expect(children).toHaveLength(2);
  for (const pid of children)
    await until(() => !isRunning(pid), `the end of process ${pid}`);
});

test("user expressions that wait when the runtime dies have its end as their error", async () => {
  session = new Session();
  const { text } = await session.run("process.pid");
  const asked = session.interpreter.evaluate({
    never: `process.kill(${text}, "SIGKILL"), await new Promise(() => {})`,
    broken: "(",
  });
  expect(await asked).toMatchObject({
    never: { status: "error", name: "RuntimeExit" },
    broken: { status: "error" },
  });
});

test("no descriptors are left behind by runtimes that ended", async () => {
  session = new Session();
  await session.run("1");
  const open = () =>
    (process.report.getReport() as { libuv: unknown[] }).libuv.length;
  const before = open();
  for (let times = 0; times < 3; times++) await killRuntime();
  await session.run("1");
  expect(open()).toBeLessThanOrEqual(before + 1);
});
