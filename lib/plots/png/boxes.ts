import type { SvgElement } from "./svg-node.ts";
import { type Box, measureText, unite } from "./text-box.ts";

/** x' = a x + c y + e, y' = b x + d y + f, as in SVG. */
type Matrix = readonly [number, number, number, number, number, number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];

/**
 * The box around everything that can be measured in an SVG element: its texts, rectangles and images.
 * @param outside also apply the element's own transform and those around it, as getBoundingClientRect does;
 *   getBBox does not
 */
export function measureElement(element: SvgElement, outside: boolean): Box {
  const start = outside ? matrixOutside(element) : identity;
  const box = unite(collectBoxes(element, start));
  return box ?? { left: 0, top: 0, right: 0, bottom: 0 };
}

function collectBoxes(element: SvgElement, matrix: Matrix): Box[] {
  if (element.tagName === "text") {
    const box = measureText(element);
    return box ? [transformBox(box, matrix)] : [];
  }
  if (element.tagName === "rect" || element.tagName === "image")
    return [transformBox(rectBox(element), matrix)];
  return [...element.children]
    .filter(({ tagName }) => tagName !== "defs" && tagName !== "clipPath")
    .flatMap((child) =>
      collectBoxes(child, multiply(matrix, ownMatrix(child))),
    );
}

function rectBox(element: SvgElement): Box {
  const read = (name: string) => parseFloat(element.getAttribute(name) ?? "0");
  const [left, top] = [read("x"), read("y")];
  return {
    left,
    top,
    right: left + read("width"),
    bottom: top + read("height"),
  };
}

function matrixOutside(element: SvgElement): Matrix {
  const own = ownMatrix(element);
  return element.parentElement
    ? multiply(matrixOutside(element.parentElement), own)
    : own;
}

function ownMatrix(element: SvgElement): Matrix {
  const text = element.getAttribute("transform");
  if (!text) return identity;
  return [...text.matchAll(/(\w+)\(([^)]*)\)/g)]
    .map(([, name, list]) =>
      toMatrix(name as string, (list as string).split(/[\s,]+/).map(Number)),
    )
    .reduce(multiply, identity);
}

function toMatrix(name: string, values: number[]): Matrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
  switch (name) {
    case "translate":
      return [1, 0, 0, 1, a, b];
    case "scale":
      return [a, 0, 0, values.length > 1 ? b : a, 0, 0];
    case "rotate":
      return rotation(a, b, c);
    case "matrix":
      return [a, b, c, d, e, f];
    default:
      return identity;
  }
}

function rotation(degrees: number, x: number, y: number): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const around: Matrix = [cos, sin, -sin, cos, 0, 0];
  return multiply(multiply([1, 0, 0, 1, x, y], around), [1, 0, 0, 1, -x, -y]);
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function transformBox(
  { left, top, right, bottom }: Box,
  [a, b, c, d, e, f]: Matrix,
): Box {
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as [number, number][];
  const xs = corners.map(([x, y]) => a * x + c * y + e);
  const ys = corners.map(([x, y]) => b * x + d * y + f);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}
