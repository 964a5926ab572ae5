import { afterAll, expect, test } from "vitest";
import { NotebookFolder } from "../notebook-folder.ts";
import { OpenEditor } from "./open-editor.ts";

const folder = new NotebookFolder({
  "near.ts": "export const near = 1;",
  "lib.d.ts": 'export { Pool } from "./pool.ts";',
});
const editor = new OpenEditor(folder.path, `${folder.path}/lib.d.ts`);
afterAll(() => {
  editor.close();
  folder.remove();
});

const above = `const alpha = 1; function alter() {} class Alps {} interface Altar {}
const o: { ab?: { cd: number } } = {}
function keys(o: { one: number; two?: string }, which: keyof { up: 1; down: 2 }) {}
const Tag = (_: { wide: 1 }) => null`;

test.each<[string, string, string]>([
  [
    "names of cells above",
    "al|",
    "alpha constant, Alps class, alter function, alert function",
  ],
  ["types", "let a: Alt|", "Altar interface"],
  ["members behind ?.", "o.ab?.|", "cd property"],
  ["members of what may be undefined", "o.ab.|", "?.cd property"],
  ["keys of an object", "keys({ |", "one property, two property"],
  ["keys that are not there yet", "keys({ one: 1, | }, 'up')", "two property"],
  [
    "words that a string may be",
    "keys({ one: 1 }, '|')",
    "down constant, up constant",
  ],
  ["what a file exports", "import { n| } from './near.ts'", "near variable"],
  ["files in an import", "import { near } from './ne|", "near file"],
  ["what may be taken out of an object", "const { a| } = o", "ab property"],
  ["names in a template", "`${alp|", "alpha constant, Alps class"],
  ["tags, of which none is closed", "<Ta|", "Tag constant"],
  ["what a tag takes", "<Tag w| />", "wide property"],
  ["magics", "%ti|", "%time magic, %timeit magic"],
  [
    "a name with its import",
    "basenam|",
    'basename function + import { basename } from "node:path";\n',
  ],
  [
    "a class of romanesco with its import",
    "new Poo|",
    'Pool class + import { Pool } from "romanesco";\n',
  ],
])("offers %s", async (_, code, expected) => {
  const { completions } = await editor.at("complete", [above, code]);
  const shown = completions!.offers.map(
    ({ text, kind, edits = [] }) =>
      `${text} ${kind}${edits.map((edit) => ` + ${edit.text}`).join("")}`,
  );
  expect(shown.join(", ")).toBe(expected);
});

test("offers the last of several declarations, and nothing of cells further down", async () => {
  const cells = ["const v = 1", "const v = 'x'", "v.toUp|", "const v = []"];
  const { completions } = await editor.at("complete", cells);
  expect(completions!.offers.map(({ text }) => text)).toEqual(["toUpperCase"]);
  const later = await editor.at("complete", ["whe|", "const where = 1"]);
  expect(later.completions!.offers).toEqual([]);
});
