import { expect, test } from "vitest";
import { readCsv, writeCsv } from "../../../kernel/cli/homework/csv.ts";

test("reads back what it wrote, with commas, quotes and line ends in fields", () => {
  const rows = [
    ["a", "b,c", 'd "e"'],
    ["line\nend", "", "x"],
  ];
  expect(readCsv(writeCsv(rows), "x.csv")).toEqual(rows);
});

test("keeps a text a text that a spreadsheet would run", () => {
  expect(writeCsv([["=1+1", "@x", 5]])).toBe('"\'=1+1","\'@x",5\n');
});

test("takes Windows' line ends, a byte order mark and an empty last field", () => {
  expect(readCsv("\uFEFFa,b\r\nc,\r\n", "x.csv")).toEqual([
    ["a", "b"],
    ["c", ""],
  ]);
});

test("says where a quote is wrong", () => {
  expect(() => readCsv('a,b\nc,"d\n', "x.csv")).toThrow(
    "x.csv is not a table: line 2",
  );
});
