import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import {
  findPrettier,
  runPrettier,
} from "../../../../../kernel/interpreter/types/editor/prettier.ts";
import { NotebookFolder } from "../notebook-folder.ts";
import { OpenEditor } from "./open-editor.ts";

const prettier = resolve("node_modules/prettier");

const folder = new NotebookFolder({
  ".prettierrc": JSON.stringify({ singleQuote: true, semi: false }),
});
mkdirSync(join(folder.path, "node_modules"));
symlinkSync(prettier, join(folder.path, "node_modules/prettier"));
const editor = new OpenEditor(folder.path);
afterAll(() => {
  editor.close();
  folder.remove();
});

test.each([
  [
    "by the configuration beside the notebook",
    'const a = "b";;',
    "const a = 'b'",
  ],
  ["with JSX", "<p   a = {1}/>;", ";<p a={1} />"],
  ["below its magics", "%cd  x\n1+1;", "%cd  x\n1 + 1"],
  ["below a magic for all of it", "%%time\nf( 1 )", "%%time\nf(1)"],
  [
    "between its magics",
    "%env\n// A word.\n%types   warn\n\n\nf( 1 )",
    "%env\n// A word.\n%types   warn\n\nf(1)",
  ],
])("formats a cell %s", async (_, code, expected) => {
  expect(await editor.formatted([code])).toEqual([expected]);
});

test.each([
  ["a cell that does not parse", "const a = (  1"],
  ["a cell of another language", "%%sh\necho   1"],
  ["what is written to a file", "%%writefile a.ts\nconst a=1"],
  ["a statement behind a magic", "%time f( 1 )"],
  ["a magic that would be part of a statement", "const a = 1;\n%cd x\nf( 1 )"],
  ["a line that a grader has written above", "# This cell ...\nf( 1 )"],
  ["what is formatted", "f(1)"],
])("leaves %s as it is", async (_, code) => {
  const [first, other] = await editor.formatted([code, "1+1"]);
  expect(first).toBe(code);
  expect(other).toBe("1 + 1");
});

test("formats only the cells that are to be", async () => {
  expect(await editor.formatted(["1+1", "2+2"], ["1"])).toEqual([
    "1+1",
    "2 + 2",
  ]);
});

test("says of a single cell that it does not parse", async () => {
  expect(await editor.formatted(["f( "])).toMatch("does not parse");
});

test("says what is wrong with the configuration", async () => {
  onTestFinished(() => folder.write(".prettierrc", "{}"));
  folder.write(".prettierrc", "{ semi:");
  expect(await editor.formatted(["1+1"])).toMatch(/^Prettier: .*prettierrc/);
});

test("says how to get prettier where there is none", async () => {
  const empty = new NotebookFolder();
  const other = new OpenEditor(empty.path);
  vi.stubEnv("PATH", empty.path);
  onTestFinished(() => {
    other.close();
    empty.remove();
    vi.unstubAllEnvs();
  });
  expect(await other.formatted(["1+1"])).toMatch("%npm install prettier");
});

test("without a process there is an error, and nothing else", async () => {
  const gone = join(folder.path, "gone");
  const files = [{ path: join(gone, "cell.ts"), text: "1" }];
  await expect(runPrettier(prettier, gone, files)).rejects.toThrow("ENOENT");
});

test("finds prettier beside the notebook, else by its program on the PATH", () => {
  const empty = new NotebookFolder({ "bin/other": "" });
  onTestFinished(() => empty.remove());
  const bin = join(empty.path, "bin");
  expect(findPrettier(empty.path, bin)).toBeUndefined();
  symlinkSync(join(prettier, "bin/prettier.cjs"), join(bin, "prettier"));
  expect(findPrettier(empty.path, bin)).toBe(join(prettier, "index.cjs"));
  expect(findPrettier(folder.path, "")).toBe(join(prettier, "index.cjs"));
});
