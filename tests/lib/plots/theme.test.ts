import { describe, expect, test } from "vitest";
import { spiral } from "../../../lib/plots/spiral.ts";
import {
  guessMarker,
  palette,
  quiet,
  template,
} from "../../../lib/plots/theme.ts";
import { timeline } from "../../../lib/plots/timeline.ts";
import { tree } from "../../../lib/plots/tree.ts";

const white = "#ffffff";
/** JupyterLab's dark page; exported pages and JupyterLab's light one are white. */
const dark = "#111111";

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort(
    (x, y) => y - x,
  );
  return (high + 0.05) / (low + 0.05);
}

describe("every colour stands out, 3 to 1 or more (WCAG 1.4.11)", () => {
  test.each([...palette, quiet, guessMarker.color])(
    "%s on white and on dark",
    (color) => {
      expect(contrast(color, white)).toBeGreaterThanOrEqual(3);
      expect(contrast(color, dark)).toBeGreaterThanOrEqual(3);
    },
  );

  test("a bud of a spiral by its outline on white, by itself on dark", () => {
    const [buds] = spiral({ count: 3 }).data as { marker: Marker }[];
    const { colorscale, line } = buds!.marker;
    expect(contrast(line.color, white)).toBeGreaterThanOrEqual(3);
    for (const [, color] of colorscale)
      expect(contrast(color, dark)).toBeGreaterThanOrEqual(3);
  });

  test("a wait in a timeline by its outline", () => {
    const task = { worker: 1, task: "work", queued: 0, started: 1, ended: 2 };
    const waits = timeline([task]).data.at(-1) as { marker: Marker };
    expect(waits).toMatchObject({ name: "waiting" });
    expect(waits.marker.line).toEqual({ width: 1, color: quiet });
  });
});

describe("text is easy to read, 4.5 to 1 or more (WCAG 1.4.3)", () => {
  test("on a white page", () => {
    const { font, paper_bgcolor: paper } = template.layout;
    expect(contrast(font.color, paper)).toBeGreaterThanOrEqual(4.5);
  });

  test("on the boxes of a tree, which stand out from the page", () => {
    const leaf = { label: "fib(1)" };
    const root = { label: "fib(2)", children: [leaf, leaf] };
    for (const { font, bgcolor, bordercolor } of tree(root).layout
      .annotations ?? []) {
      const ink = font?.color as string;
      expect(contrast(ink, bgcolor as string)).toBeGreaterThanOrEqual(4.5);
      for (const page of [white, dark])
        expect(contrast(bordercolor as string, page)).toBeGreaterThan(3);
    }
  });
});

interface Marker {
  colorscale: [number, string][];
  line: { width: number; color: string };
}
