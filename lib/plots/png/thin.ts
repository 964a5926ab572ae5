import type { Data } from "plotly.js-dist";
import type { FigureJson } from "../figure-json.ts";

/** As many points in all as a picture is drawn of as it is. */
const most = { lines: 3000, markers: 800, bars: 700 };
/** Of more, so many stay: more points of a line would fall on each other, and more markers too, 6 px wide each. */
const thinnedTo = { lines: 3000, markers: 400, bars: 700 };
/** First, last, lowest, highest, leftmost and rightmost of a run of points. */
const keptOfRun = 6;

type Kind = keyof typeof most;
type Trace = Record<string, unknown>;
type Values = ArrayLike<unknown>;

/**
 * The figure as its picture needs it: of series that together have more points than the picture has room for, those that
 * make their outline. Plotly draws marker by marker, 0.4 ms each, so that 10,000 of them would take seconds.
 */
export function thin({ data, layout, config }: FigureJson): FigureJson {
  const traces = data.map((trace) => asScatter(trace as Trace));
  const totals = { lines: 0, markers: 0, bars: 0 };
  for (const trace of traces)
    for (const kind of kindsOf(trace)) totals[kind] += lengthOf(trace);
  const room = (trace: Trace, kind: Kind) =>
    totals[kind] <= most[kind]
      ? lengthOf(trace)
      : Math.ceil((lengthOf(trace) * thinnedTo[kind]) / totals[kind]);
  return {
    data: traces.map((trace) => thinTrace(trace, room) as Data),
    layout,
    config,
  };
}

/** What a page draws by WebGL, with as many points as there may be, is a plain scatter with few. */
const asScatter = (trace: Trace): Trace =>
  trace["type"] === "scattergl" ? { ...trace, type: "scatter" } : trace;

function kindsOf(trace: Trace): Kind[] {
  const drawn = trace["type"] ?? "scatter";
  if (drawn === "bar" || drawn === "waterfall") return ["bars"];
  if (drawn !== "scatter") return [];
  const kinds: Kind[] = linesOf(trace) ? ["lines"] : [];
  return marksOf(trace, kinds.length > 0) ? [...kinds, "markers"] : kinds;
}

function thinTrace(
  trace: Trace,
  room: (trace: Trace, kind: Kind) => number,
): Trace {
  const [kind, marksToo] = kindsOf(trace);
  if (!kind) return trace;
  const thinned = keep(
    trace,
    room(trace, kind),
    kind === "bars" ? highest : outline,
  );
  const marks = marksToo ? room(trace, marksToo) : Infinity;
  if (lengthOf(thinned) <= marks) return thinned;
  const marker = { ...(thinned["marker"] as object), maxdisplayed: marks };
  return { ...thinned, marker };
}

const modeOf = (trace: Trace) => String(trace["mode"] ?? "");

/** Plotly's own default: markers on a line up to 20 points, a line alone above. */
const linesOf = (trace: Trace) =>
  trace["mode"] === undefined || modeOf(trace).includes("lines");

const marksOf = (trace: Trace, lines: boolean) =>
  trace["mode"] === undefined
    ? lengthOf(trace) < 20
    : !lines || /markers|text/.test(modeOf(trace));

type Pick = (
  run: { from: number; to: number },
  x: Values | undefined,
  y: Values | undefined,
) => number[];

/** Every list of the trace that has a value a point keeps those of the same points. */
function keep(trace: Trace, room: number, pick: Pick): Trace {
  const length = lengthOf(trace);
  if (length <= room) return trace;
  const x = listOf(trace["x"]);
  const y = listOf(trace["y"]);
  const runs = Math.max(
    1,
    Math.floor(room / (pick === outline ? keptOfRun : 1)),
  );
  const indices: number[] = [];
  for (let run = 0; run < runs; run++) {
    const from = Math.floor((run * length) / runs);
    const to = Math.floor(((run + 1) * length) / runs);
    indices.push(...pick({ from, to }, x, y));
  }
  return select(trace, length, indices) as Trace;
}

function lengthOf(trace: Trace): number {
  const x = listOf(trace["x"])?.length;
  const y = listOf(trace["y"])?.length;
  return Math.min(x ?? y ?? 0, y ?? x ?? 0);
}

function listOf(value: unknown): Values | undefined {
  return Array.isArray(value) || isTyped(value) ? (value as Values) : undefined;
}

const isTyped = (value: unknown) =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

const outline: Pick = ({ from, to }, x, y) => {
  const kept = new Set([from, to - 1]);
  for (const values of [x, y]) {
    if (!values) continue;
    const found = extremes(values, from, to);
    for (const index of found) if (index >= 0) kept.add(index);
  }
  return [...kept].toSorted((a, b) => a - b);
};

const highest: Pick = ({ from, to }, x, y) => {
  const numbers = y && isNumber(y[from]) ? y : x;
  let best = from;
  if (numbers)
    for (let index = from + 1; index < to; index++)
      if (Math.abs(Number(numbers[index])) > Math.abs(Number(numbers[best])))
        best = index;
  return [best];
};

/** Indices of the smallest, the largest and the first missing value; -1 where there is none. */
function extremes(values: Values, from: number, to: number): number[] {
  let [lowest, top, gap] = [-1, -1, -1];
  for (let index = from; index < to; index++) {
    const value = values[index];
    if (!isNumber(value) || Number.isNaN(value)) {
      if (gap < 0 && (value === null || Number.isNaN(value))) gap = index;
      continue;
    }
    if (lowest < 0 || value < (values[lowest] as number)) lowest = index;
    if (top < 0 || value > (values[top] as number)) top = index;
  }
  return [lowest, top, gap];
}

const isNumber = (value: unknown): value is number => typeof value === "number";

function select(value: unknown, length: number, kept: number[]): unknown {
  const list = listOf(value);
  if (list)
    return list.length === length ? kept.map((index) => list[index]) : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      select(each, length, kept),
    ]),
  );
}
