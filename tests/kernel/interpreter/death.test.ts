import { afterEach, expect, test } from "vitest";
import { Session } from "./session.ts";

// A small heap, so that it is soon full.
process.env.NODE_OPTIONS = "--max-old-space-size=100";

let session: Session;
afterEach(() => session.close());

test.each([
  [
    "an abort in native code",
    "process.kill(process.pid, 'SIGABRT'); await new Promise(() => {})",
    "SIGABRT",
  ],
  [
    "a signal",
    "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})",
    "SIGKILL",
  ],
  [
    "no memory left",
    "const all: unknown[] = []; for (;;) all.push(new Array(1e6).fill(all.length))",
    "ran out of memory",
  ],
])(
  "%s: the cell says so, and the next one runs",
  async (_title, code, reason) => {
    session = new Session();
    await session.run("const lost = 1");
    const { outcome } = await session.run(code);
    expect(outcome).toMatchObject({ status: "error", name: "RuntimeExit" });
    expect(outcome.status === "error" && outcome.message).toContain(reason);
    expect((await session.run("typeof lost")).text).toBe("'undefined'");
    expect((await session.run("const lost = 2; lost")).text).toBe("2");
  },
);

test("a cell that is still being compiled when the process ends does not run in the next", async () => {
  session = new Session();
  const { text } = await session.run("process.pid");
  const cell = session.run("globalThis.ran = true");
  process.kill(Number(text), "SIGKILL");
  expect((await cell).outcome).toMatchObject({ name: "RuntimeExit" });
  expect((await session.run("globalThis.ran")).text).toBe(undefined);
});

test("output before the end is kept", async () => {
  session = new Session();
  const { stdout } = await session.run(
    "for (let i = 0; i < 1000; i++) console.log(i); process.exit(0)",
  );
  expect(stdout.trimEnd().split("\n")).toHaveLength(1000);
});

test("an exception in a callback after the cell is shown, and the runtime lives", async () => {
  session = new Session();
  let seen: () => void;
  const thrown = new Promise<void>((resolve) => (seen = resolve));
  const result = await session.run(
    "const alive = 1; process.once('SIGUSR2', () => { throw new Error('late') }); process.pid",
    (text) => text.includes("Uncaught Error: late") && seen(),
  );
  expect(result.outcome.status).toBe("ok");
  process.kill(Number(result.text), "SIGUSR2");
  await thrown;
  expect((await session.run("alive")).text).toBe("1");
});

test.each([
  [
    "deletes globals",
    "for (const key of Object.getOwnPropertyNames(globalThis)) try { delete (globalThis as any)[key] } catch {}",
  ],
  [
    "freezes Object.prototype",
    "Object.freeze(Object.prototype); Object.freeze(Array.prototype)",
  ],
  [
    "replaces console and Promise",
    "globalThis.console = null as any; globalThis.Promise = null as any",
  ],
  [
    "closes its descriptors",
    "const fs = require('node:fs'); fs.closeSync(1); fs.closeSync(2)",
  ],
  [
    "replaces Error.prepareStackTrace",
    "Error.prepareStackTrace = () => { throw 1 }",
  ],
])("the next cell runs after one that %s", async (_title, code) => {
  session = new Session();
  expect((await session.run(code)).outcome.status).toBe("ok");
  expect(
    (
      await session.run(
        "const after = [1, 2].map((n) => n + 1); await null; after",
      )
    ).text,
  ).toBe("[ 2, 3 ]");
  expect((await session.run("null.x")).outcome).toMatchObject({
    status: "error",
    name: "TypeError",
  });
});

const dies =
  "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})";

test.each([true, false])(
  "a name that went with the process says so once, and only if it was there (types checked: %s)",
  async (types) => {
    session = new Session({}, { types });
    const traceback = async (code: string) => {
      const { outcome } = await session.run(code);
      return outcome.status === "error" ? outcome.traceback.join("\n") : "";
    };
    await session.run("const total = 1; interface Person { name: string }");
    await session.run(dies);
    expect(await traceback("never")).not.toContain("was lost");
    expect(await traceback("[1, total]")).toMatch(
      /^'total' was lost with the process that had it: .* again, from the top\.$/m,
    );
    expect(await traceback("total")).not.toContain("was lost");
  },
);

test("a type that went with the process says so", async () => {
  session = new Session({}, { types: true });
  await session.run("interface Person { name: string }");
  await session.run(dies);
  const { outcome } = await session.run("const p: Person = { name: 'a' }");
  expect(outcome.status === "error" && outcome.traceback.join("\n")).toContain(
    "'Person' was lost",
  );
});
