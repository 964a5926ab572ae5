import { expect, test } from "vitest";
import { mayBeObject } from "../../../../kernel/interpreter/cell/may-be-object.ts";
import { objectCell } from "../../../../kernel/interpreter/cell/object-cell.ts";

test.each([
  ['{ "a": 1, "b": [2] }', '({ "a": 1, "b": [2] })'],
  ["{ a: 1 }", "({ a: 1 })"],
  ["{}", "({})"],
  ["\n{ a, f() {}, ...rest }\n", "\n({ a, f() {}, ...rest })\n"],
  ["{ a: 1 as number }", "({ a: 1 as number })"],
])("takes %j for an object", (code, wrapped) => {
  expect(mayBeObject(code)).toBe(true);
  expect(objectCell(code)).toBe(wrapped);
});

test.each([
  "{ 1 }",
  "{ const a = 1; console.log(a) }",
  "{ f(1) }",
  "{ a: for (;;) {} }",
  "{ a: 1 }; { b: 2 }",
  "{ a } + { b }",
])("leaves the block %j a block", (code) => {
  expect(objectCell(code)).toBe(code);
});

test("looks at no cell that does not begin and end with braces", () => {
  for (const code of ["1", "({ a: 1 })", "{ a: 1 }.a", "f({})"])
    expect(mayBeObject(code)).toBe(false);
});
