import { expect, test } from "vitest";
import { Names } from "../../../../kernel/interpreter/cell/names.ts";
import { DebuggedCell } from "../../../../kernel/interpreter/debugger/debugged-cell.ts";
import { CellWork } from "../../../../kernel/interpreter/reading/cell-work.ts";

function compile(code: string) {
  const compiled = new CellWork().compile({
    ...{ code, directory: "/d", label: "cell [1]" },
    names: new Names().state,
  });
  if ("mistake" in compiled) throw new Error(compiled.mistake.message);
  return compiled.cell;
}

/** Where each place of the code that runs was written, by a piece of its text. */
function whereIs(code: string, piece: string) {
  const compiled = compile(code);
  const lines = compiled.code.split("\n");
  const line = lines.findIndex((each) => each.includes(piece));
  const column = lines[line]!.indexOf(piece);
  const found = new DebuggedCell("cell [1]", code, compiled);
  const place = found.find({ line, column });
  return place && `${place.line + 1}:${place.column + 1}`;
}

test.each([
  ["let a = 1\nlet b = 2", "b = 2", "2:5"],
  ["const total: number = 1\ntotal", "$value = [", "2:1"],
  ["await null\nawait f()", "$awaits.at(f", "2:7"],
  ["g()\n\nfunction g() {\n  return 1\n}", "return 1", "4:3"],
  ["enum E { A, B }\nlet x: E = E.B", "x = ", "2:5"],
])("finds %j in what runs", (code, piece, place) => {
  expect(whereIs(code, piece)).toBe(place);
});

test("the call around a cell is nobody's place", () => {
  expect(whereIs("1", "$done($value)")).toBeUndefined();
});

test("places at which code stops come in the order in which they were written", () => {
  const code = "h()\nfunction h() {\n  return 1\n}";
  const compiled = compile(code);
  const lines = compiled.code.split("\n");
  const place = (piece: string) => {
    const line = lines.findIndex((each) => each.includes(piece));
    return { line, column: lines[line]!.indexOf(piece) };
  };
  const ahead = { line: 0, column: 0 };
  const found = new DebuggedCell("cell [1]", code, compiled).locate([
    ...[ahead, place("return 1"), place("h()"), place("$done($value)")],
  ]);
  expect(found.map(({ written }) => written.line)).toEqual([0, 2]);
});
