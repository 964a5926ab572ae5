import { afterAll, describe, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session(
  { "data.csv": "1", ".hidden": "", "near.ts": "export const near = 1" },
  { types: true },
);
session.write("folder/inner.json", "{}");
afterAll(() => session.close());

const offered = async (marked: string) => {
  const cursor = marked.indexOf("|");
  const code = marked.replace("|", "");
  const found = await session.interpreter.complete(code, cursor);
  return found.matches.map(({ text, kind, importFrom }) =>
    [code.slice(found.start, cursor), text, kind, importFrom].join(" ").trim(),
  );
};

describe("completion beyond types", () => {
  test.each([
    [
      "names of files in a string",
      "open('|')",
      ["data.csv file", "folder/ folder", "near.ts file"],
    ],
    ["what begins so", "open(`d|`)", ["d data.csv file"]],
    ["what is in a folder", "open('./folder/|", ["inner.json file"]],
    ["hidden files once the dot is there", "open('.|')", [". .hidden file"]],
    [
      "no files where types know what is meant",
      "const o = { k: 1 }; o['|']",
      ["k property"],
    ],
    ["no files in a folder that is not there", "open('nowhere/|')", []],
    [
      "what Node's modules export",
      "baseNa|",
      ["baseNa basename function node:path"],
    ],
    [
      "what romanesco exports",
      "ThreadPo|",
      [
        "ThreadPo ThreadPool class romanesco",
        "ThreadPo ThreadPoolExecutor class romanesco",
      ],
    ],
    ["no name that is being given", "const basen|", []],
    ["no name for a member", "f().basen|", []],
    ["no name in a comment", "// basen|", []],
  ])("offers %s", async (_, code, expected) => {
    expect(await offered(code)).toEqual(expected);
  });
});

test("offers nothing of the kernel's own: no module of a cell, no package, no type of Node's inside", async () => {
  await session.run("const total = 1");
  const modules = await offered("import x from '|'");
  expect(modules).toContain("romanesco file");
  expect(modules).toContain("node:fs module");
  expect(modules.filter((one) => /__|esbuild|sharp|@types/.test(one))).toEqual(
    [],
  );
  const types = await offered("let x: |");
  expect(types.some((one) => one.startsWith("Blob "))).toBe(true);
  expect(types.filter((one) => one.startsWith("_"))).toEqual([]);
});
