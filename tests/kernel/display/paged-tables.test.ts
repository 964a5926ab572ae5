import { afterEach, expect, test } from "vitest";
import {
  PagedTables,
  pageTablesWith,
  tableMimeType,
} from "../../../kernel/display/paged-tables.ts";
import { toMimeBundle } from "../../../kernel/display/to-mime-bundle.ts";

const tables = new PagedTables();
afterEach(() => pageTablesWith(tables));

interface Shown {
  id: string;
  columns: string[];
  numeric: boolean[];
  rowCount: number;
  rows: string[][];
}

async function shown(value: unknown): Promise<Shown> {
  pageTablesWith(tables);
  const { data } = await toMimeBundle(value);
  expect(data["text/html"]).toContain("<table>");
  return data[tableMimeType] as Shown;
}

const rows = Array.from({ length: 100_000 }, (_, n) => ({
  n,
  name: `row ${n}`,
  odd: n % 10 === 0 ? null : n % 2,
}));

test("a long table has its first rows, and gives the others", async () => {
  const table = await shown(rows);
  expect(table).toMatchObject({
    columns: ["n", "name", "odd"],
    numeric: [true, false, true],
    rowCount: 100_000,
  });
  expect([table.rows.length, table.rows[49]]).toEqual([
    50,
    ["49", "49", "row 49", "1"],
  ]);
  expect(tables.answer(table.id, { from: 90_000, count: 2 })).toEqual({
    rowCount: 100_000,
    from: 90_000,
    rows: [
      ["90000", "90000", "row 90000", "null"],
      ["90001", "90001", "row 90001", "1"],
    ],
  });
});

test("it is sorted and filtered as a whole; what is missing comes last either way", async () => {
  const { id } = await shown(rows);
  const ask = (more: object) =>
    tables.answer(id, { from: 0, count: 2, ...more })!;
  expect(ask({ sortBy: 0, descending: true }).rows[0]![1]).toBe("99999");
  expect(ask({ sortBy: 2 }).rows.map(([, n]) => n)).toEqual(["2", "4"]);
  expect(ask({ sortBy: 2, descending: true, from: 99_999 }).rows[0]![3]).toBe(
    "null",
  );
  expect(ask({ filter: "ROW 9999" })).toMatchObject({
    rowCount: 11,
    rows: [["9999", "9999", "row 9999", "1"], expect.anything()],
  });
});

test("words and numbers in one column stand apart, and dates by time", async () => {
  const mixed = Array.from({ length: 60 }, (_, n) => ({
    a: n === 7 ? "x" : 60 - n,
    b: new Date(60 - n),
  }));
  const { id } = await shown(mixed);
  expect(
    tables
      .answer(id, { from: 58, count: 2, sortBy: 0 })
      ?.rows.map(([, a]) => a),
  ).toEqual(["60", "x"]);
  expect(tables.answer(id, { from: 0, count: 1, sortBy: 1 })?.rows[0]![0]).toBe(
    "59",
  );
});

test("a short table is in the notebook as a whole, and so is each where nobody could ask", async () => {
  expect(await shown(rows.slice(0, 50))).toBeUndefined();
  expect(tables.answer("unknown", { from: 0, count: 1 })).toBeUndefined();
});

test("only the newest tables are kept", async () => {
  const first = await shown(rows.slice(0, 60));
  for (let more = 0; more < 20; more++) await shown(rows.slice(0, 60));
  expect(tables.answer(first.id, { from: 0, count: 1 })).toBeUndefined();
});
