import { afterEach, beforeEach, expect, test } from "vitest";
import { Session } from "./session.ts";

let session: Session;
beforeEach(() => (session = new Session()));
afterEach(() => session.close());

test("a group that a failing cell left open indents nothing that follows", async () => {
  await session.run("console.group('open'); throw new Error('x')");
  expect((await session.run("console.log('flat')")).stdout).toBe("flat\n");
});

test("a group that a cell left open on purpose stays open", async () => {
  await session.run("console.group('open')");
  expect((await session.run("console.log('in')")).stdout).toBe("  in\n");
});

test.each(["unhandledRejection", "uncaughtException"])(
  "a cell that listens to %s itself has it for itself",
  async (event) => {
    const fail =
      event === "unhandledRejection"
        ? "Promise.reject(new Error('mine'))"
        : "setImmediate(() => { throw new Error('mine') })";
    const heard = await session.run(
      `process.on("${event}", (error) => console.log("heard", error.message)); ${fail}; 1`,
    );
    expect(heard).toMatchObject({
      outcome: { status: "ok" },
      stdout: "heard mine\n",
    });
    await session.run(
      `process.removeListener("${event}", process.listeners("${event}").at(-1) as never)`,
    );
    expect((await session.run(`${fail}; 2`)).outcome).toMatchObject({
      status: "error",
      message: "mine",
    });
  },
);

test("the value of what was thrown is told in a line", async () => {
  expect((await session.run("throw { code: 5 }")).outcome).toMatchObject({
    name: "Thrown",
    message: "{ code: 5 }",
  });
  expect((await session.run("throw 'text'")).outcome).toMatchObject({
    name: "Thrown",
    message: "text",
  });
});

test("a notebook that declares _ has it for itself", async () => {
  await session.run("6 * 7");
  await session.run("const _ = 'mine'");
  expect((await session.run("1; _")).text).toBe("'mine'");
});

test("warnings come without advice that cannot be followed", async () => {
  const { stderr } = await session.run(
    "process.emitWarning('careful'); await new Promise((done) => setTimeout(done))",
  );
  expect(stderr).toBe("Warning: careful\n");
});

test("a stack written by a package's own formatter keeps line and fields in the traceback", async () => {
  await session.run("Error.prepareStackTrace = (_, frames) => frames.length");
  const { outcome } = await session.run(
    "1\nthrow Object.assign(new Error('mine'), { code: 5 })",
  );
  expect(outcome).toMatchObject({
    status: "error",
    traceback: expect.arrayContaining([
      "Error: mine",
      expect.stringContaining("cell [2]:2:"),
      "  code: 5",
    ]),
  });
  expect((await session.run("typeof new Error('x').stack")).text).toBe(
    "'number'",
  );
});

test("the report of a node:test that a cell awaits stands in that cell, not in the one that ran the first test", async () => {
  const first = await session.run(
    'import { test as check } from "node:test"; await check("one", () => {})',
  );
  const second = await session.run('await check("two", () => {})');
  await expect
    .poll(() => [first, second].map(({ stdout }) => stdout))
    .toEqual([
      expect.stringMatching(/^(?=.*one)(?!.*two)/s),
      expect.stringMatching(/^(?=.*two)(?!.*one)/s),
    ]);
});

test("what throws when it is asked what it is can be thrown, at once and later", async () => {
  await session.run(`let kept = 1;
    const torn = new Proxy({}, { getPrototypeOf() { throw new Error("no") } });
    const { proxy, revoke } = Proxy.revocable({}, {}); revoke()`);
  for (const value of ["torn", "proxy"]) {
    for (const fail of [`throw ${value}`, `await Promise.reject(${value})`])
      expect((await session.run(fail)).outcome).toMatchObject({
        status: "error",
        message: "an error that cannot be shown",
      });
    for (const fail of [
      `setImmediate(() => { throw ${value} })`,
      `void Promise.reject(${value})`,
    ])
      expect(
        await session.run(
          `${fail}; await new Promise((resolve) => setTimeout(resolve, 50))`,
        ),
      ).toMatchObject({
        outcome: { status: "error", message: "an error that cannot be shown" },
      });
  }
  expect((await session.run("kept")).text).toBe("1");
});
