import { expect, test } from "vitest";
import { toDiagnostics } from "../../../../kernel/interpreter/types/diagnostics.ts";

const uri = "file:///notebook/cell.ts";

function item(code: number, line = 0, character = 0, severity: 1 | 4 = 1) {
  const range = {
    start: { line, character },
    end: { line, character: character + 3 },
  };
  return { code, severity, range, message: `message ${code}` };
}

test("orders by place, counts lines from 1 and columns from 0", () => {
  const found = toDiagnostics(
    "one\ntwo",
    [item(2322, 1, 4), item(2304, 1, 0), item(2345)],
    uri,
    false,
  );
  expect(found.map(({ code, line, column }) => [code, line, column])).toEqual([
    ["TS2345", 1, 0],
    ["TS2304", 2, 0],
    ["TS2322", 2, 4],
  ]);
});

test("drops hints, unused names and what concerns the lines below the cell", () => {
  const items = [item(6133, 0, 0, 4), item(6133), item(2304, 1), item(2632)];
  expect(toDiagnostics("one", items, uri, false)).toEqual([]);
});

test("keeps mistakes of syntax alone in a cell that does not parse", () => {
  const items = [item(1005), item(2304), item(17008)];
  const found = toDiagnostics("one", items, uri, true);
  expect(found.map(({ code }) => code)).toEqual(["TS1005", "TS17008"]);
});

test("counts the rest of the line when a place goes on to the next", () => {
  const long = { ...item(2322, 0, 2), message: "long" };
  long.range.end = { line: 1, character: 1 };
  expect(toDiagnostics("abcdef\ng", [long], uri, false)[0]?.length).toBe(4);
});

test.each([
  [2307, "Cannot find module 'node:worker_threads' or its declarations."],
  [2304, "Cannot find name 'structuredClone'."],
  [
    7017,
    "Element implicitly has an 'any' type because type 'typeof globalThis' has no index signature.",
  ],
])("drops %i about what this Node has", (code, message) => {
  const items = [{ ...item(code), message }];
  expect(toDiagnostics("one", items, uri, false)).toEqual([]);
});

test.each([
  [2307, "Cannot find module 'nowhere' or its declarations."],
  [2304, "Cannot find name 'nobody'."],
  [
    7017,
    "Element implicitly has an 'any' type because type 'Row' has no index signature.",
  ],
])("keeps %i about what it has not", (code, message) => {
  const items = [{ ...item(code), message }];
  expect(toDiagnostics("one", items, uri, false)).toHaveLength(1);
});

test.each([
  [
    "@scope/pack/deep.js",
    '\nIs it installed beside the notebook? %npm install @scope/pack in a cell does it; an import from "npm:@scope/pack/deep.js" needs none',
  ],
  [
    "left-pad",
    '\nIs it installed beside the notebook? %npm install left-pad in a cell does it; an import from "npm:left-pad" needs none',
  ],
  ["./file.ts", ""],
  ["node:nowhere", ""],
])("says how to install %s if it is a package", (specifier, advice) => {
  const message = `Cannot find module '${specifier}' or its declarations.`;
  const items = [{ ...item(2307), message }];
  const [found] = toDiagnostics("one", items, uri, false);
  expect(found?.message).toBe(message + advice);
});

test("names the line of related places in the cell", () => {
  const related = (of: string, line: number) => ({
    location: { uri: of, range: item(1, line).range },
    message: "see here",
  });
  const relatedInformation = [related(uri, 1), related("file:///other.ts", 0)];
  const [found] = toDiagnostics(
    "one\ntwo",
    [{ ...item(2322), relatedInformation }],
    uri,
    false,
  );
  expect(found?.related).toEqual([
    { message: "see here", line: 2 },
    { message: "see here", line: undefined },
  ]);
});
