import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "./session.ts";

let session: Session;
beforeAll(async () => {
  session = new Session({
    "node_modules/schemas/package.json": '{ "name": "schemas" }',
    "node_modules/schemas/index.js": `
      class Schema { constructor() { this.parse = (x) => x } pipe() {} }
      exports.schema = () => new Schema();
      exports.effect = () => Object.create({ pipe() {}, run() {} });
      exports.mapping = (f) => (x) => f(x);`,
    "counters.mjs":
      "export const counter = () => { const count = (x) => x; return count };\n" +
      "export const anonymous = () => (x) => x;",
  });
  await session.run(`
    import { Pool } from "romanesco";
    import { schema, effect, mapping } from "schemas";
    import { anonymous, counter } from "./counters.mjs";
    const pool = new Pool(1);
    const one = schema();
    const job = effect();
    const twice = mapping((x: number) => 2 * x);
    const count = counter();
    const holder = { count };
    const same = anonymous();`);
});
afterAll(() => session.close());

const callInside =
  "call what makes it inside the function that workers run, or wrap it: (x) => it(x)";
const makeInside =
  "which cannot be sent; make it inside the function that workers run, or in a module that this function imports";

test.each([
  [
    "an instance of a package's class, which may have a `pipe`",
    "(x: any) => one.parse(x)",
    `variable "one" (used by an inline function, cell [N], line 1) is an instance of Schema from the package schemas, ${makeInside}`,
  ],
  [
    "a package's object without a class",
    "() => job.run()",
    `variable "job" (used by an inline function, cell [N], line 1) is an object from the package schemas, ${makeInside}`,
  ],
  [
    "a function that a package made",
    "(x: number) => twice(x)",
    `variable "twice" (used by an inline function, cell [N], line 1) comes from the package schemas and has no name by which a worker could import it; ${callInside}`,
  ],
  [
    "a function that a local module made, by itself",
    "same",
    `the function comes from counters.mjs and has no name by which a worker could import it; ${callInside}`,
  ],
  [
    "a function with a name that a local module made, by itself",
    "count",
    "the function count() cannot run in a worker: counters.mjs exports nothing of that name",
  ],
  [
    "the same within a value",
    "(x: number) => holder.count(x)",
    `holder.count (used by an inline function, cell [N], line 1) is the function count from counters.mjs, which cannot be sent inside a value; import it in a cell and call it by its name, or ${callInside}`,
  ],
])(
  "what cannot be sent is named with where it comes from, and what to do: %s",
  async (_title, fn, message) => {
    const { outcome } = await session.run(`await pool.map(${fn}, [1])`);
    const told = outcome.status === "error" ? outcome.message : "";
    expect(told.replace(/\[\d+\]/g, "[N]")).toContain(message);
    // And once: nothing of it is left for the cells after it.
    for (let each = 0; each < 2; each++)
      expect(
        await session.run(
          "await new Promise((done) => setTimeout(done)); undefined",
        ),
      ).toMatchObject({ outcome: { status: "ok" }, stderr: "" });
  },
);
