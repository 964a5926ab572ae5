import { expect, test } from "vitest";
import { readCsv, writeCsv } from "../../../../kernel/homework/files/csv.ts";

const cellsOf = (text: string) =>
  readCsv(text, "x.csv").map(({ cells }) => cells);

test("reads back what it wrote, with commas, quotes and line ends in fields", () => {
  const rows = [
    ["a", "b,c", 'd "e"'],
    ["line\nend", "", "x"],
    ["-1 for style", "=1+1", "'=1", "'quoted'", "''@x", "＝1"],
  ];
  expect(cellsOf(writeCsv(rows))).toEqual(rows);
});

test("keeps a text a text that a spreadsheet would run", () => {
  expect(writeCsv([["=1+1", "@x", 5]])).toBe('"\'=1+1","\'@x",5\n');
});

test("takes Windows' line ends, a byte order mark and an empty last field", () => {
  expect(cellsOf("\uFEFFa,b\r\nc,\r\n")).toEqual([
    ["a", "b"],
    ["c", ""],
  ]);
});

test("says where a quote is wrong", () => {
  expect(() => readCsv('a,b\nc,"d\n', "x.csv")).toThrow(
    "x.csv is not a table: line 2",
  );
});

test("numbers lines as editors do", () => {
  const rows = readCsv('a,b\n"one\ntwo",c\n\nd,e\n', "x.csv");
  expect(rows.map(({ line }) => line)).toEqual([1, 2, 5]);
});
