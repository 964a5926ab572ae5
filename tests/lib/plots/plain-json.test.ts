import { expect, test } from "vitest";
import { toPlainJson } from "../../../lib/plots/plain-json.ts";

const withHole = [1, 2, 3];
delete withHole[1];

class Point {
  x = 1;
  #hidden = 2;
  get hidden() {
    return this.#hidden;
  }
}

test.each([
  ["numbers", [1, 2.5, -0.25]],
  ["numbers that are none", [1, NaN, Infinity]],
  ["a list with holes", withHole],
  ["what JSON leaves out", { a: undefined, b: () => 1, c: Symbol("c"), d: 1 }],
  ["the same in a list", [undefined, () => 1, 1]],
  ["dates", { x: [new Date(0), new Date(1)], at: new Date(2) }],
  ["what says itself how it is written", { a: { toJSON: () => "said" } }],
  ["traces", [{ x: ["a", "b"], y: [1, null], marker: { color: [1, 2] } }]],
  ["an object of a class", { a: [new Point()] }],
  ["boxed values", [Object(1), Object("a")]],
  ["a text, a number and nothing", ["a", 1, null, true]],
])("is as JSON has it: %s", (_title, value) => {
  expect(toPlainJson(value)).toEqual(JSON.parse(JSON.stringify(value)));
});

test("typed arrays are lists, however deep", () => {
  expect(
    toPlainJson({
      y: Float64Array.of(1, NaN),
      z: [Uint8Array.of(1), [BigInt64Array.of(2n)]],
    }),
  ).toEqual({ y: [1, null], z: [[1], [[2]]] });
});

test("later changes of a list do not reach the copy", () => {
  const list = [1, 2];
  const copy = toPlainJson({ list });
  list.push(3);
  expect(copy).toEqual({ list: [1, 2] });
});
