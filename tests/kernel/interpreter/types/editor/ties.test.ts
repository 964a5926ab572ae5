import { afterAll, beforeEach, expect, test } from "vitest";
import { NotebookFolder } from "../notebook-folder.ts";
import { OpenEditor } from "./open-editor.ts";

const folder = new NotebookFolder({});
const editor = new OpenEditor(folder.path);
afterAll(() => {
  editor.close();
  folder.remove();
});
beforeEach(() => editor.service.reset());

/** Runs cells by their indices, then tells which are stale, with the names. */
async function stale(cells: string[], ...order: number[]): Promise<string[]> {
  const counts: number[] = [];
  for (const index of order) counts[index] = await editor.ran(cells[index]!);
  const ties = await editor.ties(cells, [...counts]);
  return ties.flatMap(({ stale }, index) =>
    stale.length ? [`${index}: ${stale.join()}`] : [],
  );
}

test.each<[string, string[], number[], string[]]>([
  [
    "those below a cell that was run again, and those that they feed",
    ["let a = 1", "const b = a", "const c = b", "const d = 1"],
    [0, 1, 2, 3, 0],
    ["1: a", "2: b"],
  ],
  [
    "no more once they are run again in order",
    ["let a = 1", "const b = a", "b"],
    [0, 1, 2, 0, 1, 2],
    [],
  ],
  [
    "none of a notebook run from top to bottom that declares a name twice",
    ["let a = 1", "a", "let a = 1", "a"],
    [0, 1, 2, 3],
    [],
  ],
  [
    "by the cell that declares the name last above them",
    ["let a = 1", "a", "let a = 1", "a"],
    [0, 1, 2, 3, 0],
    ["1: a"],
  ],
  [
    "below a cell that assigns what another declared",
    ["let a = 1", "a += 1", "a"],
    [0, 1, 2, 1],
    ["2: a"],
  ],
  [
    "those that call a function declared anew",
    ["function f() { return 1 }", "f()"],
    [0, 1, 0],
    ["1: f"],
  ],
  [
    "none for an import or a type run again, which hold nothing new",
    [
      "import { join } from 'node:path'; interface P { x: 1 }",
      "join('a'); let p: P",
    ],
    [0, 1, 0],
    [],
  ],
  ["none that has not run", ["let a = 1", "a"], [0], []],
])("finds stale cells: %s", async (_, cells, order, expected) => {
  expect(await stale(cells, ...order)).toEqual(expected);
});

test("counts a cell as stale that failed, and none whose text is another since or that another kernel ran", async () => {
  const a = await editor.ran("let a = 1");
  const failed = await editor.ran("throw a", true);
  const again = await editor.ran("let a = 1");
  expect(a).toBeLessThan(again);
  const staleOf = async (code: string, count: number) =>
    (await editor.ties(["let a = 1", code], [again, count]))[1]!.stale;
  expect(await staleOf("throw a", failed)).toEqual(["a"]);
  expect(await staleOf("throw a + 1", failed)).toEqual([]);
  await editor.service.commit({ id: 99, executionCount: again, code: "" });
  expect(await staleOf("throw a", failed)).toEqual(["a"]);
  await editor.service.reset();
  expect(await staleOf("throw a", failed)).toEqual([]);
});

test("says what cells declare and use, and which cell that ran declares it", async () => {
  const count = await editor.ran("let a = 1");
  const cells = ["let a = 1", "const b = 2", "const c = a + b + Math.PI"];
  const [, , ties] = await editor.ties(cells, [count, undefined, undefined]);
  expect(ties).toEqual({
    declares: ["c"],
    uses: [{ name: "a", from: count }, { name: "b" }],
    stale: [],
  });
});
