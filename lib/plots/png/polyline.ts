import type { SvgElement } from "./svg-node.ts";

export interface Point {
  x: number;
  y: number;
}

/** Corners of a path of straight lines, as an annotation's arrow is: "M10,20L30,40". */
function readCorners(path: SvgElement): Point[] {
  const numbers = path.getAttribute("d")?.match(/-?[\d.]+(e-?\d+)?/gi) ?? [];
  const corners: Point[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2)
    corners.push({ x: Number(numbers[i]), y: Number(numbers[i + 1]) });
  return corners;
}

export function measureLength(path: SvgElement): number {
  return readCorners(path).reduce(
    (sum, corner, i, all) => sum + distance(all[i - 1] ?? corner, corner),
    0,
  );
}

/** The point so far along the path; its ends for less than nothing and more than all. */
export function findPointAt(path: SvgElement, length: number): Point {
  const corners = readCorners(path);
  let left = Math.max(0, length);
  for (let i = 1; i < corners.length; i++) {
    const from = corners[i - 1] as Point;
    const to = corners[i] as Point;
    const step = distance(from, to);
    if (left <= step && step > 0) {
      const part = left / step;
      return {
        x: from.x + part * (to.x - from.x),
        y: from.y + part * (to.y - from.y),
      };
    }
    left -= step;
  }
  return corners.at(-1) ?? { x: 0, y: 0 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
