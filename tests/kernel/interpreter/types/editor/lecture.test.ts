import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { OpenEditor } from "./open-editor.ts";

interface Notebook {
  cells: {
    cell_type: string;
    source: string | string[];
    metadata: { tags?: string[] };
  }[];
}

const libTypes = resolve("dist/lib/index.d.ts");
const open: OpenEditor[] = [];
afterAll(() => {
  for (const editor of open) editor.close();
});

// All of them take half a minute: that is for `make nightly`.
const folders =
  process.env["LECTURE"] === "whole"
    ? ["notebooks", "notebooks/tutorials"]
    : ["notebooks"];
const isWanted = (name: string) =>
  process.env["LECTURE"] === "whole"
    ? name.endsWith(".ipynb")
    : /^0[04].*\.ipynb$/.test(name);

test.each(folders)(
  "finds nothing wrong in a notebook of %s that was opened and not run, but in cells that are to fail",
  async (folder) => {
    const editor = new OpenEditor(resolve(folder), libTypes);
    open.push(editor);
    const names = readdirSync(folder).filter(isWanted);
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const code = readCode(join(folder, name));
      const failing = code.flatMap(({ metadata }, index) =>
        metadata.tags?.includes("raises-exception") ? [index] : [],
      );
      const found = await editor.short(
        code.map(({ source }) => [source].flat().join("")),
        name,
      );
      const wrong = found.filter(
        (mark) => !failing.includes(Number.parseInt(mark)),
      );
      expect({ name, wrong }).toEqual({ name, wrong: [] });
    }
  },
);

function readCode(path: string): Notebook["cells"] {
  const { cells } = JSON.parse(readFileSync(path, "utf8")) as Notebook;
  return cells.filter(({ cell_type }) => cell_type === "code");
}
