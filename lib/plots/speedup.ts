import type { Data } from "plotly.js-dist";
import { endMarks, labelEnds } from "./end-labels.ts";
import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";
import { guessMarker, palette, quiet } from "./theme.ts";
import { formatNumber } from "./units.ts";

/** How long the same work took with that many workers. */
export interface ScalingPoint {
  /** How many workers took that time. */
  workers: number;
  /** Seconds. */
  seconds: number;
}

/** How {@link speedup} draws. */
export interface SpeedupOptions {
  /** Above the figure (default: its own words). */
  title?: string;
  /** Seconds that the work takes without workers; default the time with one worker. */
  serial?: number;
  /** How many times as fast you expected the most workers to be; an open diamond (default: not guessed). */
  guess?: number | undefined;
}

/**
 * Speed-up against workers: what was measured, the ideal (n workers, n times as fast), and the curve of Amdahl's law
 * that fits best, with the serial part that it assumes.
 * @throws RangeError without points, or without a time for one worker and no `serial`
 */
export function speedup(
  points: ScalingPoint[],
  options: SpeedupOptions = {},
): Figure {
  const { title = "Speed-up with more workers" } = options;
  const sorted = [...points].sort((a, b) => a.workers - b.workers);
  const scaling = readScaling(sorted, options.serial ?? findSerial(sorted));
  const { workers, gains, most, percent } = scaling;
  const { annotations, room } = labelLines(scaling);
  const subtitle =
    `best fit of Amdahl's law: ${percent} of the work is serial` +
    (options.guess === undefined ? "" : "; the diamond is your guess");
  const head = heading({ title, subtitle });
  return figure(
    [
      idealLine(most),
      lawLine(scaling),
      measuredLine(scaling),
      ...markGuess(most, options.guess),
    ],
    {
      ...head,
      height,
      annotations,
      margin: { ...head.margin, r: 24 + room },
      xaxis: {
        title: { text: "workers" },
        tickvals: [...new Set([1, ...workers])],
        range: [1 - 0.04 * most, most],
        showgrid: false,
      },
      yaxis: { title: { text: "speed-up (times)" }, rangemode: "tozero" },
    },
    {
      description: `Line chart "${title}": ${workers
        .map(
          (n, i) =>
            `speed-up ${gains[i]} with ${n} ${n === 1 ? "worker" : "workers"}`,
        )
        .join(", ")}; Amdahl's law with ${percent} serial${
        options.guess === undefined ? "" : `; guessed ${options.guess}`
      }`,
    },
  );
}

const height = 400;

interface Scaling {
  workers: number[];
  gains: number[];
  /** The most workers. */
  most: number;
  /** The serial part that explains it, and as it is written. */
  part: number;
  percent: string;
}

function readScaling(points: ScalingPoint[], serial: number): Scaling {
  const workers = points.map((point) => point.workers);
  const gains = points.map(({ seconds }) => round(serial / seconds));
  const part = fitSerialPart(workers, gains);
  const percent = `${formatNumber(part * 100)} %`;
  return { workers, gains, most: workers.at(-1) as number, part, percent };
}

function labelLines({ gains, most, part }: Scaling) {
  const law = round(amdahl(most, part));
  const last = gains.at(-1) as number;
  return labelEnds(
    [
      { text: "ideal", x: most, y: most, color: quiet, mark: endMarks.dot },
      {
        text: "Amdahl's law",
        x: most,
        y: law,
        color: palette[1],
        mark: endMarks.dash,
      },
      {
        text: `measured, ${times(last)}`,
        x: most,
        y: last,
        color: palette[0],
        mark: endMarks.circle,
      },
    ],
    {
      y: [0, Math.max(most, ...gains)],
      log: { x: false, y: false },
      height: height - 140,
    },
  );
}

function idealLine(most: number): Data {
  return {
    type: "scatter",
    name: "ideal",
    mode: "lines",
    x: [1, most],
    y: [1, most],
    line: { dash: "dot", color: quiet, width: 2 },
  };
}

function lawLine({ most, part, percent }: Scaling): Data {
  const curve = Array.from({ length: 41 }, (_, i) => 1 + ((most - 1) * i) / 40);
  return {
    type: "scatter",
    name: `Amdahl's law, ${percent} serial`,
    mode: "lines",
    x: curve.map(round),
    y: curve.map((n) => round(amdahl(n, part))),
    line: { dash: "dash", color: palette[1], width: 2 },
  };
}

function measuredLine({ workers, gains, most, part }: Scaling): Data {
  const sides = workers.map((n, i) =>
    findFreeSide(n, gains[i] as number, part, most),
  );
  return {
    type: "scatter",
    name: "measured",
    mode: "text+lines+markers",
    x: workers,
    y: gains,
    // The last one stands beside the line's name.
    text: sides.map((side, i) => (side ? times(gains[i] as number) : "")),
    textposition: sides.map((side) => side ?? "top left"),
    hovertemplate: "%{x} workers: %{y} ×<extra></extra>",
    line: { color: palette[0], width: 2 },
    marker: { color: palette[0], size: 9 },
    cliponaxis: false,
  };
}

function markGuess(most: number, guess: number | undefined): Data[] {
  if (guess === undefined) return [];
  return [
    {
      type: "scatter",
      mode: "markers",
      name: "your guess",
      x: [most],
      y: [guess],
      marker: guessMarker,
      cliponaxis: false,
      hovertemplate: "your guess: %{y} ×<extra></extra>",
    },
  ];
}

function times(gain: number): string {
  return `${formatNumber(gain)} ×`;
}

/**
 * Where a point's label meets neither the ideal line nor Amdahl's, if anywhere. One worker needs no label, and the last
 * point's stands beside the line's name.
 */
function findFreeSide(
  workers: number,
  gain: number,
  part: number,
  most: number,
): "bottom right" | "top left" | undefined {
  if (workers === 1 || workers === most) return undefined;
  const room = 0.12 * most;
  const below = gain - amdahl(workers, part);
  // On the far side of Amdahl's curve nothing else is drawn.
  if (below <= 0 || below > room) return "bottom right";
  return workers - gain > room ? "top left" : undefined;
}

/** Speed-up by n workers of work of which a part cannot be shared out. */
export function amdahl(workers: number, serialPart: number): number {
  return 1 / (serialPart + (1 - serialPart) / workers);
}

/**
 * The serial part, 0 to 1, that explains measured speed-ups best. With t = 1/speed-up, Amdahl's law is a line through the
 * origin, t - 1/n = part (1 - 1/n), so least squares have a closed form.
 */
export function fitSerialPart(workers: number[], gains: number[]): number {
  let above = 0;
  let below = 0;
  workers.forEach((n, i) => {
    const shared = 1 - 1 / n;
    above += (1 / (gains[i] as number) - 1 / n) * shared;
    below += shared * shared;
  });
  return below === 0 ? 0 : Math.min(1, Math.max(0, above / below));
}

function findSerial(points: ScalingPoint[]): number {
  const one = points.find(({ workers }) => workers === 1);
  if (one) return one.seconds;
  throw new RangeError(
    "a speed-up needs something to compare with: measure one worker too, or give { serial: seconds }.",
  );
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
