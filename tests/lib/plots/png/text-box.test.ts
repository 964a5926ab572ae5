import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { measureElement } from "../../../../lib/plots/png/boxes.ts";
import type { SvgElement } from "../../../../lib/plots/png/svg-node.ts";
import { measureText } from "../../../../lib/plots/png/text-box.ts";

function first(svg: string, name: string): SvgElement {
  const { document } = new JSDOM(`<svg>${svg}</svg>`).window as unknown as {
    document: { querySelector(name: string): SvgElement };
  };
  return document.querySelector(name);
}

// Arial's own widths, in 2048ths of the size: H 1479, i 455, bold H 1479, bold i 569.
const width = (units: number, size: number) => (units / 2048) * size;

test("measures a line with the widths of Arial", () => {
  const box = measureText(
    first('<text x="10" y="20" style="font-size: 16px">Hi</text>', "text"),
  );
  expect(box?.left).toBe(10);
  expect(box?.right).toBeCloseTo(10 + width(1479 + 455, 16), 5);
  expect(box?.top).toBeCloseTo(20 - 0.905 * 16, 1);
  expect(box?.bottom).toBeCloseTo(20 + 0.212 * 16, 1);
});

test("puts a text where its anchor says", () => {
  const style = "font-size: 16px; text-anchor: middle";
  const box = measureText(
    first(`<text x="0" y="0" style="${style}">Hi</text>`, "text"),
  );
  expect(box?.left).toBeCloseTo(-(box?.right ?? 0), 5);
});

test("measures several lines, bold and smaller parts by their own style", () => {
  const box = measureText(
    first(
      '<text x="0" y="0" style="font-size:20px"><tspan x="0" y="0" dy="0em">i</tspan>' +
        '<tspan x="0" y="0" dy="1.3em"><tspan style="font-weight:bold">i</tspan>' +
        '<tspan style="font-size:50%">i</tspan></tspan></text>',
      "text",
    ),
  );
  expect(box?.right).toBeCloseTo(width(569, 20) + width(455, 10), 5);
  expect(box?.bottom).toBeCloseTo(1.3 * 20 + 0.212 * 20, 1);
});

test("has no box for a text without letters", () => {
  expect(measureText(first('<text x="3" y="4"></text>', "text"))).toBe(
    undefined,
  );
});

test("turns and moves boxes with what stands around them, but not for their own coordinates", () => {
  const group = first(
    '<g transform="translate(100,50)"><g id="turned" transform="rotate(90)"><rect x="0" y="0" width="30" height="10"/></g></g>',
    "#turned",
  );
  const outside = measureElement(group, true);
  expect(outside.left).toBeCloseTo(90, 9);
  expect(outside.top).toBeCloseTo(50, 9);
  expect(outside.right).toBeCloseTo(100, 9);
  expect(outside.bottom).toBeCloseTo(80, 9);
  expect(measureElement(group, false)).toEqual({
    left: 0,
    top: 0,
    right: 30,
    bottom: 10,
  });
});
