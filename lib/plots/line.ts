import type { Data, Layout } from "plotly.js-dist";
import { endMarks, labelEnds, type LineEnd } from "./end-labels.ts";
import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";
import { guessMarker, palette, quiet } from "./theme.ts";

/** A curve: points in order of x. */
export interface Curve {
  /** In the legend, or at the curve's end. */
  name: string;
  /** Where its points stand; as many as `y`. */
  x: ArrayLike<number>;
  /** How high they are. */
  y: ArrayLike<number>;
  /** Whether it is what theory says: drawn dashed and without points. Default false: measured. */
  theory?: boolean;
  /**
   * Whether it is what somebody expected before it was measured: open diamonds without a line,
   * and nothing while there is none. Default false.
   */
  guess?: boolean;
}

/** How {@link line} draws. */
export interface LineOptions {
  /** Above the figure (default: none). */
  title?: string;
  /** What is read off it, in smaller letters under the title (default: none). */
  subtitle?: string;
  /** What the x axis holds, with its unit: "n (items)" (default: "x"). */
  x?: string;
  /** What the y axis counts (default: "y"). */
  y?: string;
  /** Axes on which equal steps are equal factors; default none. Zero and less are not drawn there. */
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
const height = 400;
/** More of them on one curve lie upon each other, and take a browser seconds to draw. */
const mostMarkers = 200;

/**
 * Curves of growth, each named at its end: measured ones as points on a line, told apart by colour and by shape, or as a
 * line alone above 200 points; theory dashed beside them, guesses as open diamonds.
 * @throws RangeError if a curve has more of x than of y or the other way round
 */
export function line(curves: Curve[], options: LineOptions = {}): Figure {
  const { title = "", subtitle = "", x = "x", y = "y", log } = options;
  curves.forEach(checkCurve);
  const shown = curves.filter(({ guess, x }) => !guess || x.length > 0);
  let measured = 0;
  const styleOf = ({ theory, guess }: Curve): Style =>
    theory ? theoryStyle : guess ? guessStyle : measuredStyle(measured++);
  const styled = shown.map((curve) => ({ ...curve, ...styleOf(curve) }));
  const isLog = {
    x: log === "x" || log === "both",
    y: log === "y" || log === "both",
  };
  const drawn = (values: ArrayLike<number>, onLog: boolean) =>
    Array.from(values).filter(
      (value) => Number.isFinite(value) && (!onLog || value > 0),
    );
  const range = (axis: "x" | "y") =>
    findRange(shown.flatMap((curve) => drawn(curve[axis], isLog[axis])));
  const { annotations, room } = labelEnds(
    shown.length > 1 ? styled.flatMap((curve) => findEnd(curve, isLog.y)) : [],
    { y: range("y"), log: isLog, height: height - 130 },
  );
  const head = heading({ title, subtitle });
  return figure(styled.map(toTrace), {
    ...head,
    height,
    annotations,
    margin: { ...head.margin, r: 24 + room },
    xaxis: {
      title: { text: x },
      ...scale(isLog.x, range("x")),
      ...(annotations?.length ? { range: widen(range("x"), isLog.x) } : {}),
    },
    yaxis: { title: { text: y }, ...scale(isLog.y, range("y")) },
  });
}

interface Style {
  color: string;
  symbol?: (typeof symbols)[number];
  mark: string;
}

const theoryStyle: Style = { color: quiet, mark: endMarks.dash };

const guessStyle: Style = {
  color: guessMarker.color,
  mark: endMarks[guessMarker.symbol],
};

function measuredStyle(index: number): Style {
  const symbol = symbols[index % symbols.length]!;
  const color = palette[index % palette.length] as string;
  return { color, symbol, mark: endMarks[symbol] };
}

function toTrace(curve: Curve & Style): Data {
  const { name, color } = curve;
  return {
    type: "scatter",
    name,
    x: Array.from(curve.x, round),
    y: Array.from(curve.y, round),
    line: { color, width: 2, ...(curve.theory ? { dash: "dash" } : {}) },
    ...markersOf(curve),
    cliponaxis: false,
  };
}

function markersOf(curve: Curve & Style) {
  if (curve.guess) return { mode: "markers", marker: guessMarker } as const;
  if (curve.theory || curve.x.length > mostMarkers)
    return { mode: "lines" } as const;
  return {
    mode: "lines+markers",
    marker: { color: curve.color, symbol: curve.symbol, size: 8 } as object,
  } as const;
}

/** The last point that is drawn. */
function findEnd(
  { name, x, y, color, mark }: Curve & Style,
  onLog: boolean,
): LineEnd[] {
  for (let i = x.length - 1; i >= 0; i--) {
    const value = y[i] as number;
    if (Number.isFinite(value) && (!onLog || value > 0))
      return [{ text: name, x: x[i] as number, y: value, color, mark }];
  }
  return [];
}

function findRange(values: number[]): [number, number] {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/**
 * From the first point to the last, with a little beside them. Plotly's own range has room for the names at the ends in it,
 * which are in the margin.
 */
function widen(
  [low, high]: [number, number],
  onLog: boolean,
): [number, number] {
  const [from, to] = onLog ? [Math.log10(low), Math.log10(high)] : [low, high];
  const beside = 0.04 * (to - from) || 0.5;
  return [from - beside, to + beside];
}

const mostLogLabels = 9;
/** Of a label with an exponent, px: the exponent is as high as small print then. */
const smallest = 12;

/** On a log axis a label per factor of ten, or fewer, and 2 and 5 between where there are few; in full as long as that is short: 0.001, 1, 10,000. */
function scale(
  onLog: boolean,
  [low, high]: [number, number],
): Partial<Layout["xaxis"]> {
  if (!onLog) return { type: "linear", zeroline: false };
  const short = low >= 1e-4 && high < 1e7;
  const decades = low > 0 && high > low ? Math.log10(high / low) : 1;
  return {
    type: "log",
    dtick: decades < 2 ? "D2" : Math.ceil(decades / mostLogLabels),
    zeroline: false,
    // Plotly writes a power larger than it is told, by a quarter, and the exponent at 0.7 of that.
    ...(short
      ? { tickformat: "," }
      : { exponentformat: "power", tickfont: { size: smallest } }),
  };
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
