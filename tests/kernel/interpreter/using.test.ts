import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
afterAll(() => session.close());

const resource = `
  const log: string[] = [];
  const open = (name: string) => ({ name, [Symbol.dispose]() { log.push("close " + name); } });
  const openLater = (name: string) => ({ name, async [Symbol.asyncDispose]() { await null; log.push("close " + name); } });
  const broken = (name: string) => ({ name, [Symbol.dispose]() { throw new Error("close " + name); } });`;

/** What a cell logs, in a session that knows the resources. */
async function logOf(code: string): Promise<string | undefined> {
  await session.run(resource);
  const { outcome } = await session.run(code);
  expect(outcome).toMatchObject({ status: "ok" });
  return (await session.run("log.join(', ')")).text;
}

test("a cell that threw leaves later cells with `using` alone", async () => {
  await session.run(resource);
  const failed = await session.run(
    "using a = open('a'); throw new Error('first')",
  );
  expect(failed.outcome).toMatchObject({ status: "error", message: "first" });
  expect(await session.run("await using b = openLater('b'); 7")).toMatchObject({
    text: "7",
  });
  expect((await session.run("log.join(', ')")).text).toBe("'close a, close b'");
});

test("an error without a line is told with that of its await, not of what is closed after it", async () => {
  await session.run(resource);
  const { outcome } = await session.run(
    'await using a = openLater("a");\nawait require("node:fs/promises").readFile("not-there")',
  );
  expect(outcome.status === "error" && outcome.traceback.join("\n")).toMatch(
    /ENOENT.*\n +at cell \[\d+\]:2:1/,
  );
});

test.each([
  [
    "a turn of a loop that threw leaves the next turns alone",
    "for (const n of [1, 2]) try { using a = open(`a${n}`); if (n === 1) throw 1; log.push('ran') } catch {}",
    "close a1, ran, close a2",
  ],
  [
    "for (using ... of ...) closes at the end of each turn",
    "for (using a of [open('a'), open('b')]) log.push(a.name)",
    "a, close a, b, close b",
  ],
  [
    "a turn that is left closes too",
    "for (using a of [open('a'), open('b')]) { if (a.name === 'a') continue; log.push(a.name); break }",
    "close a, b, close b",
  ],
  [
    "for (await using ... of ...)",
    "for (await using a of [openLater('a'), openLater('b')]) { log.push(a.name) }",
    "a, close a, b, close b",
  ],
  [
    "for await (using ... of ...)",
    "for await (using a of [Promise.resolve(open('a'))]) { log.push(a.name) }",
    "a, close a",
  ],
  [
    "for await (await using ... of ...)",
    "for await (await using a of [Promise.resolve(openLater('a'))]) log.push(a.name)",
    "a, close a",
  ],
  [
    "for (using a = ...; ...) closes once, at the end",
    "out: for (using a = open('a'), b = open('b'); log.length < 4;) { log.push(a.name + b.name); continue out }",
    "ab, ab, ab, ab, close b, close a",
  ],
  [
    "a block closes what it opened, newest first",
    "{ using a = open('a'), b = open('b'), none = null; log.push('in') } log.push('out')",
    "in, close b, close a, out",
  ],
  [
    "a function closes before it returns",
    "function f() { using a = open('a'); return log.push('in') } log.push(String(f()))",
    "in, close a, 1",
  ],
  [
    "an asynchronous function waits",
    "async function f() { await using a = openLater('a'); return log.push('in') } log.push(String(await f()))",
    "in, close a, 1",
  ],
  [
    "a generator that is left early closes",
    "function* g() { using a = open('a'); yield 1; yield 2 } for (const n of g()) { log.push(String(n)); break }",
    "1, close a",
  ],
  [
    "a static block closes",
    "class C { static { using a = open('a'); log.push('in') } }",
    "in, close a",
  ],
  [
    "nested blocks close from the inside",
    "{ using a = open('a'); { using b = open('b'); log.push('in') } }",
    "in, close b, close a",
  ],
  [
    "await using takes what closes at once",
    "{ await using a = open('a'); log.push('in') }",
    "in, close a",
  ],
  [
    "inner functions see the resource",
    "{ const f = () => a.name; using a = open('a'); log.push(f()) }",
    "a, close a",
  ],
])("%s", async (_title, code, expected) => {
  expect(await logOf(code)).toBe(`'${expected}'`);
});

test("the errors of a body and of what closes are both told", async () => {
  await session.run(resource);
  const both = await session.run(`
    let caught: any;
    try { using a = broken("a"), b = broken("b"); throw new Error("body") } catch (error) { caught = error }
    [caught.name, caught.error.message, caught.suppressed.name, caught.suppressed.error.message, caught.suppressed.suppressed.message]`);
  expect(both.text?.replace(/\s+/g, " ")).toBe(
    "[ 'SuppressedError', 'close a', 'SuppressedError', 'close b', 'body' ]",
  );
});

test("a value that cannot be closed is refused", async () => {
  const { outcome } = await session.run("using a = {} as any;");
  expect(outcome).toMatchObject({
    status: "error",
    name: "TypeError",
    message: expect.stringContaining("Symbol.dispose"),
  });
});

test("no helper of `using` is a name of the notebook", async () => {
  await session.run("using seen = null; { using inner = null }");
  const names = await session.run(
    'globalThis[Symbol.for("romanesco.notebook")].names().filter((name) => /using|disposal|error|stack/i.test(name))',
  );
  expect(names.text).toBe("[]");
});

test("a function with `using` closes in a worker too", async () => {
  const { outcome, text } = await session.run(`
    import { Pool } from "romanesco";
    function inWorker(n: number) {
      const closed: number[] = [];
      for (using a of [{ [Symbol.dispose]() { closed.push(n) } }]) closed.push(0);
      return closed;
    }
    class Opened { #n = 3; read() { using a = { [Symbol.dispose]: () => { this.#n++ } }; return this.#n } }
    const opened = new Opened();
    await using pool = new Pool(1);
    [...await pool.map(inWorker, [1, 2]), await pool.apply(() => [opened.read(), opened.read()], [])]`);
  expect(outcome).toMatchObject({ status: "ok" });
  expect(text).toBe("[ [ 0, 1 ], [ 0, 2 ], [ 3, 4 ] ]");
});

test("Stop ends the closing that never ends", async () => {
  let ready: () => void;
  const printed = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run(
    "await using never = { async [Symbol.asyncDispose]() { console.log('closing'); await new Promise(() => {}) } }; 1",
    () => ready(),
  );
  await printed;
  await session.interpreter.interrupt();
  expect((await cell).outcome).toMatchObject({
    status: "error",
    name: "Interrupted",
  });
  expect((await session.run("1 + 1")).text).toBe("2");
});
