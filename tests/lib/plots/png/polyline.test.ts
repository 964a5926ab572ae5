import { expect, test } from "vitest";
import {
  findPointAt,
  measureLength,
} from "../../../../lib/plots/png/polyline.ts";
import type { SvgElement } from "../../../../lib/plots/png/svg-node.ts";

// Nothing else of an element is read.
const path = (d: string) =>
  ({ getAttribute: () => d }) as unknown as SvgElement;

test("measures straight lines from corner to corner", () => {
  expect(measureLength(path("M0,0L3,4"))).toBe(5);
  expect(measureLength(path("M-1.5 0 L1.5 4 L1.5 14"))).toBe(15);
});

test("finds the point so far along, and the ends beyond", () => {
  const bent = path("M0,0L10,0L10,10");
  expect(findPointAt(bent, 4)).toEqual({ x: 4, y: 0 });
  expect(findPointAt(bent, 15)).toEqual({ x: 10, y: 5 });
  expect(findPointAt(bent, -1)).toEqual({ x: 0, y: 0 });
  expect(findPointAt(bent, 99)).toEqual({ x: 10, y: 10 });
});
