import fc from "fast-check";
import { expect, it } from "vitest";
import {
  toCodePoints,
  toUtf16,
} from "../../../../kernel/server/protocol/cursor.ts";
import { runs } from "../../../support/runs.ts";

it("counts an emoji as one code point and two UTF-16 units", () => {
  expect(toUtf16("🙂.x", 2)).toBe(3);
  expect(toCodePoints("🙂.x", 3)).toBe(2);
});

it("stops at the end of the text", () => {
  expect(toUtf16("ab", 99)).toBe(2);
  expect(toCodePoints("ab", 99)).toBe(2);
});

it("comes back to the same code point from any position of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, seed) => {
      const position = seed % ([...text].length + 1);
      expect(toCodePoints(text, toUtf16(text, position))).toBe(position);
    }),
    runs,
  );
});
