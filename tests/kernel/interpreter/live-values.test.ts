import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
beforeAll(async () => {
  await session.run(
    'import * as path from "node:path"; const loaded: any = JSON.parse(\'{ "alpha": 1, "beta": { "gamma": [1, 2] }, "with space": 2 }\'); const URL = { mine: 1 } as any; let asked = 0; const trap = { get secret() { asked++; return { deep: 1 } } } as any',
  );
});
afterAll(() => session.close());

const texts = async (code: string) =>
  (await session.interpreter.complete(code, code.length)).matches.map(
    ({ text }) => text,
  );

describe("completion from values, without types", () => {
  test.each([
    ["keys that only exist at run time", "loaded.", ["alpha", "beta"]],
    ["with a prefix", "loaded.al", ["alpha"]],
    ["of a nested object", "const z = loaded.beta.g", ["gamma"]],
    ["of an array", "loaded.beta.gamma.fla", ["flat", "flatMap"]],
    ["of an imported namespace", "path.base", ["basename"]],
    ["of a name that hides a global", "URL.", ["mine"]],
  ])("%s", async (_title, code, expected) => {
    expect(await texts(code)).toEqual(expect.arrayContaining(expected));
  });

  test("runs no getter", async () => {
    expect(await texts("trap.secret.")).toEqual([]);
    expect((await session.run("asked")).text).toBe("0");
  });

  test("a huge array does not stall it", async () => {
    await session.run("const huge = new Float64Array(1e7)");
    expect(await texts("huge.fil")).toEqual(
      expect.arrayContaining(["fill", "filter"]),
    );
  });

  test("answers while a cell is in a synchronous loop", async () => {
    let ready: () => void;
    const printed = new Promise<void>((resolve) => (ready = resolve));
    const cell = session.run("console.log('ready'); for (;;) {}", () =>
      ready(),
    );
    await printed;
    expect(await texts("loaded.al")).toEqual(["alpha"]);
    await session.interpreter.interrupt();
    await cell;
  });
});

test.each([
  ["a number", "asked", "Value: 0"],
  ["an object", "loaded", "Value: {alpha: 1, beta: Object, with space: 2}"],
  ["a member, with the cursor inside it", "loaded.alpha", "Value: 1"],
])("inspection shows the value of %s", async (_title, code, expected) => {
  const found = await session.interpreter.inspect(code, code.length - 1, 0);
  expect(found?.data["text/plain"]).toBe(expected);
});

test("inspection of an unknown name finds nothing", async () => {
  expect(await session.interpreter.inspect("nowhere", 3, 0)).toBeUndefined();
});

describe("variables", () => {
  const own = new Session();
  afterAll(() => own.close());
  const variables = async () => {
    const question = { type: "variables" };
    const { variables } = await own.interpreter.editor.ask("page", question);
    return Object.fromEntries(
      variables!.map(({ name, type, size = "", value }) => [
        name,
        `${type} ${size}: ${value}`,
      ]),
    );
  };

  test("say of each its type, its size and a short value, and run no code of it", async () => {
    await own.run(`
      import { join } from "node:path";
      let ran = 0;
      const handler = new Proxy({}, { get: () => () => { ran++; } });
      const proxy = new Proxy({}, handler as object);
      const trap = { get secret() { ran++; return 1 }, own: 2 };
      class Box { #hidden = 1; width = 2; get area() { ran++; return 0 } }
      const box = new Box();
      const text = "a".repeat(1e6), list = [1, "b", { c: 2 }], map = new Map([["k", 1]]);
      const long = Array.from({ length: 1e6 }, (_, at) => at), set = new Set(long);
      const bytes = new Float64Array(3), URL = null, nothing = undefined, no = false;
      const giant = 2n ** 100_000n, big = 7n, date = new Date(0), minus = -0;
      const add = (a: number, b = 2): number => a + b;
      async function go(url: string) {}
    `);
    await own.run("ran; throw 1; const late = 1");
    expect(await variables()).toEqual({
      Box: "class : class Box",
      URL: "null : null",
      add: "function : (a, b = 2)",
      big: "bigint : 7n",
      box: "Box : {#hidden: 1, width: 2}",
      bytes: "Float64Array 3: [0, 0, 0]",
      date: `Date : ${String(new Date(0))}`,
      giant: "bigint : very large",
      go: "function : async function (url)",
      handler: "Proxy : Proxy(Object)",
      list: 'Array 3: [1, "b", Object]',
      long: "Array 1000000: [0, 1, 2, …]",
      set: "Set 1000000: {0, 1, 2, …}",
      map: 'Map 1: {"k" => 1}',
      minus: "number : -0",
      no: "boolean : false",
      nothing: "undefined : ",
      proxy: "Proxy : Proxy(Object)",
      ran: "number : 0",
      text: `string 1000000: "${"a".repeat(119)}…`,
      trap: "Object : {secret: …, own: 2}",
    });
    expect((await own.run("ran")).text).toBe("0");
  });

  test("are told while a cell spins", async () => {
    let ready: () => void;
    const printed = new Promise<void>((resolve) => (ready = resolve));
    const cell = own.run("ran = 5; console.log(1); for (;;) {}", () => ready());
    await printed;
    expect(await variables()).toMatchObject({ ran: "number : 5" });
    await own.interpreter.interrupt();
    await cell;
  });
});
