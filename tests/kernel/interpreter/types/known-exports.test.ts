import { expect, test } from "vitest";
import { KnownExports } from "../../../../kernel/interpreter/types/known-exports.ts";

test("asks again for the names of Node's modules when no process could be had for it", async () => {
  const program = process.execPath;
  const exports = new KnownExports("nowhere.d.ts");
  try {
    process.execPath = "/nowhere/node";
    expect(await exports.all()).toEqual([]);
  } finally {
    process.execPath = program;
  }
  expect(await exports.all()).toContainEqual({
    name: "basename",
    module: "node:path",
  });
});
