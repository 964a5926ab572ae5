import { expect, test } from "vitest";
import { findNames } from "../../../../kernel/homework/running/check-watch.ts";

test("finds what a cell of the course declares for good and imports", () => {
  const source = `import fs, { readdir, rm as remove } from "node:fs";
import * as path from "node:path";
import type { Stats } from "node:fs";
const one = 1;
let counter = 0;
async function two() { const inner = 2; }
class Three {}`;
  expect(findNames(source).sort()).toEqual([
    "Three",
    "fs",
    "one",
    "path",
    "readdir",
    "remove",
    "two",
  ]);
});
