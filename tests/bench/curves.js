// Measures that were taken at several sizes, as curves: a line a contender, in one picture a family of measures.
import { line } from "../../dist/lib/index.js";
import { valueOf } from "./results.js";

// Measures of a family are named after it and the size: "grow-10".
const families = {
  grow: {
    title: "20 sums of squares, from tiny to large",
    x: "squares in a sum (thousands)",
    scale: 2,
  },
  workers: { title: "12 bubble sorts, more and more workers", x: "workers" },
  trip: { title: "A small cell in a growing notebook", x: "cells before it" },
  errors: { title: "Type errors of 6 lines", x: "cells before them" },
};

// More curves than there are colours cannot be told apart; tinypool and workerpool run beside Piscina's.
const left = new Set([
  "tinypool",
  "workerpool",
  "python-executor",
  "python serial",
]);

/** @returns {[name: string, picture: import("../../lib/plots/figure.ts").Figure][]} */
export function toCurves(result) {
  return Object.entries(families).flatMap(([family, look]) => {
    const picture = toCurve(result, family, look);
    return picture === undefined ? [] : [[family, picture]];
  });
}

function toCurve(result, family, { title, x, scale = 1 }) {
  const sizes = result.measures
    .filter(({ name }) => name.startsWith(`${family}-`))
    .map(({ name }) => Number(name.slice(family.length + 1)));
  const curves = result.contenders
    .filter((contender) => !left.has(contender))
    .map((contender) => {
      const points = sizes
        .map((size) => [size, valueOf(result, `${family}-${size}`, contender)])
        .filter(([, value]) => value !== undefined);
      return {
        name: contender,
        x: points.map(([size]) => size * scale),
        y: points.map(([, value]) => value),
      };
    })
    .filter(({ x: drawn }) => drawn.length > 1);
  return curves.length > 0
    ? line(curves, { title, x, y: "time (ms)", log: "both" })
    : undefined;
}
