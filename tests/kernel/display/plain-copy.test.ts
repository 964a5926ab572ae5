import vm from "node:vm";
import { expect, test } from "vitest";
import { copyPlain, unusual } from "../../../kernel/display/plain-copy.ts";

test.each([
  ["numbers, also those that are none", [1, -0, NaN, -Infinity, 1e300]],
  ["texts", ["a", '"', "\u0000", "\ud800"]],
  ["objects in lists in objects", { a: [{ b: [[], {}, null, true] }] }],
  [
    "an object that inherits nothing",
    Object.assign(Object.create(null), { a: 1 }),
  ],
  ["a list and an object of another realm", vm.runInNewContext("[{ a: [1] }]")],
])("is as its JSON is read: %s", (_title, value) => {
  const copy = copyPlain(value);
  expect(copy).toStrictEqual(JSON.parse(JSON.stringify(value)));
});

const withHole = [1, 2, 3];
delete withHole[1];
class Point {
  x = 1;
}
const cycle: unknown[] = [];
cycle.push(cycle);

test.each([
  ["undefined", { a: undefined }],
  ["a hole", withHole],
  ["a function", [() => 1]],
  ["a bigint", { a: [1n] }],
  ["a date", [new Date(0)]],
  ["an object of a class", new Point()],
  ["a Map", [new Map()]],
  ["a typed array", { y: Float64Array.of(1) }],
  ["a boxed number", [Object(1)]],
  ["what says itself how it is written", { toJSON: () => 1 }],
  ["a proxy", [new Proxy({}, {})]],
  [
    "a key that would change what the copy inherits",
    JSON.parse('{ "__proto__": 1 }'),
  ],
  ["a circle", cycle],
  ["text that may be too long", ["x".repeat(12_000_000)]],
  ["numbers that may be too many", new Array<number>(3_000_000).fill(0)],
])("leaves to JSON: %s", (_title, value) => {
  expect(copyPlain(value)).toBe(unusual);
});

test("later changes do not reach the copy", () => {
  const list = [1, 2];
  const copy = copyPlain({ list });
  list.push(3);
  expect(copy).toEqual({ list: [1, 2] });
});
