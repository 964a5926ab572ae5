import type { Data } from "plotly.js-dist";
import { Figure, figure } from "./figure.ts";
import { palette, quiet } from "./theme.ts";

/** A curve: points in order of x. */
export interface Curve {
  name: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Whether it is what theory says: drawn dashed and without points. Default false: measured. */
  theory?: boolean;
}

export interface LineOptions {
  title?: string;
  /** What the x axis holds, with its unit: "n (items)". */
  x?: string;
  y?: string;
  /** Axes on which equal steps are equal factors; default none. */
  log?: "x" | "y" | "both";
}

const symbols = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "x",
  "star",
] as const;

/**
 * Curves of growth: measured ones as points on a line, told apart by colour and by shape, theory dashed beside them.
 * @throws RangeError if a curve has more of x than of y or the other way round
 */
export function line(curves: Curve[], options: LineOptions = {}): Figure {
  const { title = "", x = "x", y = "y", log } = options;
  curves.forEach(checkCurve);
  let measured = 0;
  const data = curves.map((curve): Data => {
    const points = {
      type: "scatter" as const,
      name: curve.name,
      x: Array.from(curve.x, round),
      y: Array.from(curve.y, round),
    };
    if (curve.theory)
      return {
        ...points,
        mode: "lines",
        line: { dash: "dash", color: quiet, width: 2 },
      };
    const index = measured++;
    const color = palette[index % palette.length] as string;
    const symbol = symbols[index % symbols.length] as string;
    return {
      ...points,
      mode: "lines+markers",
      line: { color, width: 2 },
      marker: { color, symbol, size: 8 } as object,
    };
  });
  const scale = (axis: "x" | "y") =>
    log === axis || log === "both" ? ("log" as const) : ("linear" as const);
  return figure(data, {
    title: { text: title },
    showlegend: curves.length > 1,
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
    margin: { t: curves.length > 1 ? 88 : 56 },
    xaxis: { title: { text: x }, type: scale("x"), ...logTicks(scale("x")) },
    yaxis: { title: { text: y }, type: scale("y"), ...logTicks(scale("y")) },
  });
}

/** On a log axis a label per factor of ten: Plotly would squeeze a bare "2" and "5" in between. */
function logTicks(scale: "log" | "linear"): object {
  return scale === "log" ? { dtick: 1, exponentformat: "power" } : {};
}

function checkCurve({ name, x, y }: Curve): void {
  if (x.length !== y.length)
    throw new RangeError(
      `the curve "${name}" has ${x.length} of x and ${y.length} of y; it needs as many of both.`,
    );
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
