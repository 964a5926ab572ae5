import { expect, test } from "vitest";
import { memberExpressionAt } from "../../../../kernel/interpreter/types/member-expression.ts";

// The cursor is at the bar.
test.each([
  ["rows.|", { object: "rows", prefix: "" }],
  ["rows.na|", { object: "rows", prefix: "na" }],
  ["a.b?.c.d|", { object: "a.b?.c", prefix: "d" }],
  ["x = f(rows[0].tags.le|", { object: "rows[0].tags", prefix: "le" }],
  ["rows['a b'].|", { object: "rows['a b']", prefix: "" }],
  ["rows\n  .fil|", { object: "rows", prefix: "fil" }],
  ["rows.na|me", { object: "rows", prefix: "na" }],
  ["rows['na|']", { object: "rows", prefix: "na", quote: "'" }],
  ['a.b["|', { object: "a.b", prefix: "", quote: '"' }],
  ["ro|", { prefix: "ro" }],
  ["|", { prefix: "" }],
  ["'😀'; rows.|", { object: "rows", prefix: "" }],
  ["`${rows.|", { object: "rows", prefix: "" }],
])("finds %s", (marked, expected) => {
  const cursor = marked.indexOf("|");
  const code = marked.replace("|", "");
  expect(memberExpressionAt(code, cursor)).toEqual({
    ...expected,
    start: cursor - expected.prefix.length,
  });
});

test.each([
  ["a call", "rows.map(f).|"],
  ["an element that must be computed", "rows[i].|"],
  ["an array literal", "return [0].|"],
  ["parentheses", "(a + b).|"],
  ["a number", "1.|"],
  ["a string that is no key", "f('ro|')"],
  ["a comment", "// rows.|"],
  ["a template", "`rows.|`"],
  ["a private name of this", "new Foo().#x.|"],
])("does not touch %s", (_, marked) => {
  const code = marked.replace("|", "");
  expect(memberExpressionAt(code, marked.indexOf("|"))).toBeUndefined();
});
