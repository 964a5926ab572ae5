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
