import { afterAll, expect, test } from "vitest";
import { NotebookFolder } from "../notebook-folder.ts";
import { OpenEditor } from "./open-editor.ts";

const folder = new NotebookFolder({
  "lib.d.ts": 'export { Pool, type MapOptions } from "./pool.ts";',
});
const editor = new OpenEditor(folder.path, `${folder.path}/lib.d.ts`);
afterAll(() => {
  editor.close();
  folder.remove();
});

test.each<[string, string[], string[]]>([
  [
    "a name of another cell that is misspelt",
    ["const total = 1", "totl + 1"],
    ["Change to total: total + 1"],
  ],
  [
    "a misspelt member",
    ["'a'.toUppercase()"],
    ["Change to toUpperCase: 'a'.toUpperCase()"],
  ],
  [
    "a name that a module of Node's exports, with an import at the top",
    ["// About paths.\nbasename('a')"],
    [
      `Import basename from "node:path": // About paths.\nimport { basename } from "node:path";\nbasename('a')`,
    ],
  ],
  [
    "the same, in an import that is there",
    ["import { join } from 'path'; join(basename('a'))"],
    [
      `Import basename from "node:path": import { join, basename } from 'path'; join(basename('a'))`,
    ],
  ],
  [
    "a name that romanesco exports",
    ["new Pool()"],
    [
      `Import Pool from "romanesco": import { Pool } from "romanesco";\nnew Pool()`,
    ],
  ],
  [
    "a member of what a promise promises",
    ["const get = async (n: number) => [n]", "1 + get((1)).length"],
    ["Add await: 1 + (await get((1))).length"],
  ],
  [
    "a member of a promise that is a member",
    [
      "const o = { p: [Promise.resolve([1])] as const }",
      "String(o.p[0].length)",
    ],
    ["Add await: String((await o.p[0]).length)"],
  ],
  ["nothing where nobody knows what was meant", ["const a: string = 1"], []],
])("puts right %s", async (_, cells, expected) => {
  expect(await editor.fixed(cells)).toEqual(expected);
});
