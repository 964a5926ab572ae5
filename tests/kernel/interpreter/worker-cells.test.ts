import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Session } from "./session.ts";

/** An expression over `pool`, and what it comes to. */
const values: [title: string, code: string, expected: string][] = [
  [
    "require, from the notebook's folder",
    'await pool.map((n: number) => require("./data.cjs").n + n, [1])',
    "[ 42 ]",
  ],
  ["__dirname", "(await pool.apply(() => __dirname)) === __dirname", "true"],
  [
    "import.meta, as in the cell",
    "JSON.stringify(await pool.apply(() => [import.meta.url, import.meta.dirname])) === JSON.stringify([import.meta.url, import.meta.dirname])",
    "true",
  ],
  [
    "import.meta in a function by name, and what it resolves",
    'function place() { return new URL("./x.txt", import.meta.url).href === import.meta.resolve("./x.txt") }\nawait pool.apply(place)',
    "true",
  ],
];

/** What belongs to the page or the person, and what the error advises. */
const refused: [call: string, advice: string][] = [
  ["display(1)", "Return the value, and display in the cell"],
  ['display.html("<b>1</b>")', "Return the value, and display in the cell"],
  ["updateDisplay(1, { displayId: 'a' })", "Return the value, and display"],
  ["clearOutput()", "Clear in the cell"],
  ["jupyter.broadcast('a', {})", "send it from the cell"],
  ['input("Name?")', "Ask in the cell, and pass the answer"],
  ['prompt("Name?")', "Ask in the cell, and pass the answer"],
  ['confirm("Sure?")', "Ask in the cell, and pass the answer"],
  ['alert("Done")', "Ask in the cell, and pass the answer"],
];

describe.each(["processes", "threads"])("in workers that are %s", (kind) => {
  const session = new Session({
    "data.cjs": "exports.n = 41;",
    "effect.ts": "Object.assign(globalThis, { effect: 'there' });",
    "late.ts": "Object.assign(globalThis, { late: 'there' });",
    "failing.ts":
      "if (!(Symbol.for('romanesco.notebook') in globalThis)) throw new Error('unready');",
    "shows.ts":
      "declare function display(value: unknown): void;\nexport const show = () => display(1);",
  });
  beforeAll(async () => {
    const { outcome } = await session.run(
      `import { Pool } from "romanesco"; const pool = new Pool({ workers: 1, threads: ${kind === "threads"} })`,
    );
    expect(outcome).toMatchObject({ status: "ok" });
  });
  afterAll(() => session.close());

  test.each(values)(
    "functions of cells have %s",
    async (_title, code, expected) => {
      const { outcome, text } = await session.run(code);
      expect(outcome).toMatchObject({ status: "ok" });
      expect(text).toBe(expected);
    },
  );

  test.each(refused)(
    "%s says what to do instead, at its line",
    async (call, advice) => {
      const cell = session.next;
      const { outcome } = await session.run(
        `await pool.apply(() => {\n  ${call}\n})`,
      );
      if (outcome.status !== "error") throw new Error("no error");
      const [name] = call.split("(");
      expect(outcome.message).toContain(
        `${name}() works in the notebook alone`,
      );
      expect(outcome.message).toContain(advice);
      expect(outcome.traceback.join("\n")).toContain(`cell [${cell}]:2:`);
    },
  );

  test("a local file's function is told the same", async () => {
    await session.run('import { show } from "./shows.ts"');
    const { outcome } = await session.run("await pool.apply(show)");
    expect(outcome).toMatchObject({
      message: expect.stringContaining("display() works in the notebook alone"),
    });
  });

  test("modules that a cell imported for their effects are imported for the functions of it and of later cells", async () => {
    const seen = "['effect', 'late'].map((name) => name in globalThis)";
    await session.run('import "./effect.ts"');
    const there = await session.run(`await pool.apply(() => ${seen})`);
    expect(there.text).toBe("[ true, false ]");
    const later = await session.run(
      `import "./late.ts"; class Seen { all = ${seen} }\nconst make = () => new Seen().all; await pool.apply(make)`,
    );
    expect(later.text).toBe("[ true, true ]");
  });

  test("one whose import fails in the worker is told, and fails no task", async () => {
    const next = await session.run(
      'import "./failing.ts"; await pool.apply(() => 2)',
    );
    expect(next.text).toBe("2");
    expect(next.stderr).toContain("failing.ts");
    expect(next.stderr).toContain("failed in this worker: Error: unready");
  });
  test("a figure goes to a task and comes back as the library's own", async () => {
    const draw = 'figure([{ type: "bar", x: ["a"], y: [1] }])';
    await session.run('import { figure } from "romanesco"');
    const made = await session.run(
      `const made = await pool.apply(() => ${draw}); [made.constructor === ${draw}.constructor, JSON.stringify(made.toJSON().data)]`,
    );
    expect(made.text).toBe(`[ true, '[{"type":"bar","x":["a"],"y":[1]}]' ]`);
    const sent = await session.run(
      "(await pool.map((each: any) => each.toString(), [made]))[0] === made.toString()",
    );
    expect(sent.text).toBe("true");
  });

  test("a text that a task throws is told with the line of the cell that met it", async () => {
    const cell = session.next;
    const { outcome } = await session.run(
      'const throwing = () => { throw "oops" };\n\nawait pool.apply(throwing)',
    );
    expect(outcome).toMatchObject({ name: "Thrown", message: "oops" });
    const traceback = outcome.status === "error" ? outcome.traceback : [];
    const shown = traceback.join("\n");
    expect(shown).toContain(`(cell [${cell}]:1:32)`);
    expect(shown).toContain(`at cell [${cell}]:3:`);
  });

  test("an error of a task that catches a text keeps its own line", async () => {
    const { text } = await session.run(
      "await pool.apply(() => { try { throw `a ${1}` } catch (caught) { return caught } })",
    );
    expect(text).toBe("'a 1'");
  });

  test("a variable of the notebook's own goes before a global of the same name", async () => {
    const { text } = await session.run(
      "const input = [1, 2, 3]; await pool.map((at: number) => input[at], [2])",
    );
    expect(text).toBe("[ 3 ]");
  });
});
