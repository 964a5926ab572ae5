import { beforeEach, expect, test } from "vitest";
import type { CompiledCell } from "../../../kernel/interpreter/cell/compiled-cell.ts";
import { CellCompiler } from "../../../kernel/interpreter/host/cell-compiler.ts";
import type { CellReader } from "../../../kernel/interpreter/reading/cell-reader.ts";
import { CellWork } from "../../../kernel/interpreter/reading/cell-work.ts";

let compiler: CellCompiler;
let asked: string[];

beforeEach(() => {
  asked = [];
  const work = new CellWork();
  const reader: Pick<CellReader, "compile"> = {
    async compile(request) {
      asked.push(request.code);
      return work.compile(request);
    },
  };
  compiler = new CellCompiler("/folder", reader as CellReader);
});

let count = 0;
async function run(code: string): Promise<CompiledCell> {
  const label = compiler.label(++count);
  const cell = (await compiler.compile(code, label)) as CompiledCell;
  compiler.declare(cell);
  compiler.commit(cell, []);
  expect(cell.file).toBe(`/folder/${label}`);
  return cell;
}

test("compiles a cell once when it is run again and again", async () => {
  const first = await run("1 + 1");
  const second = await run("1 + 1");
  expect(asked).toEqual(["1 + 1"]);
  expect(second.code).toBe(first.code);
  expect(second.file).not.toBe(first.file);
});

test.each([
  ["declares something", "const n = 1"],
  ["imports something", 'import { sep } from "node:path"; sep'],
  ["has a function, which is numbered", "[1].map((n) => n)"],
  ["needs settings of the folder", "enum Way { In, Out }"],
])("compiles a cell anew that %s", async (_, code) => {
  await run(code);
  await run(code);
  expect(asked).toEqual([code, code]);
});

test("compiles a cell anew when another has declared a name, imported one, or all are forgotten", async () => {
  await run("sep");
  await run('import { sep } from "node:path"');
  expect((await run("sep")).code).toContain("$import_1.sep");
  await run("const sep = 1");
  expect((await run("sep")).code).not.toContain("$import_1");
  compiler.forget();
  await run("sep");
  expect(asked.filter((code) => code === "sep")).toHaveLength(4);
});
