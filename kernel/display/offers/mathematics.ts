import { renderTable } from "../html-table.ts";
import { hasMethods, memberOf, methodOf } from "../method-of.ts";
import type { MimeBundle } from "../mime-bundle.ts";
import { fromEntries } from "../table-source.ts";
import type { Offer } from "./offer.ts";

/** Larger ones are tables. */
const mostInTex = 12;

/** https://mathjs.org/docs/datatypes/matrices.html */
const mathMatrix: Offer = (value) => {
  if (memberOf(value, "isMatrix") !== true) return undefined;
  const rows = methodOf(value, "toArray")?.();
  return Array.isArray(rows)
    ? matrixBundle(rows, String(memberOf(value, "type")))
    : undefined;
};

/** https://mljs.github.io/matrix */
const mlMatrix: Offer = (value) => {
  if (!hasMethods(value, "to2DArray", "mmul", "isSquare")) return undefined;
  return matrixBundle(methodOf(value, "to2DArray")!() as unknown[], "Matrix");
};

function matrixBundle(rows: unknown[], name: string): MimeBundle {
  const isFlat = !rows.some(Array.isArray);
  const lines = (isFlat ? [rows] : rows) as unknown[][];
  const columns = lines[0]?.length ?? 0;
  const isDeep = lines.some((line) => line.some(Array.isArray));
  const size = isFlat ? `${columns}` : `${lines.length} × ${columns}`;
  const words = lines
    .slice(0, mostInTex)
    .map((line) => line.slice(0, mostInTex).map(numberText).join("  "));
  const text = [`${name} ${size}`, ...words].join("\n");
  if (isDeep) return { "text/plain": `${name} of ${rows.length} matrices` };
  if (lines.length <= mostInTex && columns <= mostInTex)
    return {
      "text/latex": texOf(isFlat ? lines[0]!.map((one) => [one]) : lines),
      "text/plain": text,
    };
  const table = fromEntries("", lines.length, String, (row) => lines[row]);
  return { "text/html": renderTable(table), "text/plain": text };
}

function texOf(lines: unknown[][]): string {
  const rows = lines.map((line) => line.map(numberText).join(" & "));
  return `$$\\begin{bmatrix} ${rows.join(" \\\\ ")} \\end{bmatrix}$$`;
}

function numberText(value: unknown): string {
  return typeof value === "number" && !Number.isInteger(value)
    ? String(Number(value.toPrecision(6)))
    : String(value);
}

/** An expression of mathjs: `math.parse("x^2")`. */
const expression: Offer = (value) => {
  if (memberOf(value, "isNode") !== true) return undefined;
  const tex = methodOf(value, "toTex")?.();
  return typeof tex === "string"
    ? {
        "text/latex": `$$${tex}$$`,
        "text/plain": String(methodOf(value, "toString")!()),
      }
    : undefined;
};

const numberKinds = ["isUnit", "isComplex", "isFraction", "isBigNumber"];

/** Units and numbers of mathjs, as they are written: `5 cm`, `2 + 3i`. */
const quantity: Offer = (value) =>
  numberKinds.some((kind) => memberOf(value, kind) === true)
    ? { "text/plain": String(methodOf(value, "toString")?.()) }
    : undefined;

export const mathematics: Offer[] = [
  mathMatrix,
  mlMatrix,
  expression,
  quantity,
];
