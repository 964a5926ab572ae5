import type { Data } from "plotly.js-dist";
import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";
import { guessMarker, palette, quiet } from "./theme.ts";
import {
  findTimeUnit,
  formatNumber,
  formatSeconds,
  type TimeUnit,
} from "./units.ts";

/** Times of several ways to do the same, the first of them the one to beat. All times in seconds. */
export interface Timings {
  /** Above the figure (default: its own words). */
  title?: string;
  /** In order; the first is what the others are compared with. */
  variants: readonly TimedVariant[];
}

/** One way to the answer and the times it took. */
export interface TimedVariant {
  /** Below its bar. */
  name: string;
  /** One time per repetition. */
  seconds: readonly number[];
  /** The middle of its times, in seconds. */
  median: number;
  /** From the first to the third quartile: the length of the error bar. */
  spread: number;
  /** How many times as fast as the first; default the first one's median divided by this one's. */
  speedup?: number;
  /** Seconds that somebody expected before it ran; an open diamond beside the bar (default: nobody did). */
  guess?: number | undefined;
}

const barHeight = 52;

/**
 * Bars of how long each variant took: median, spread as an error bar, and beside it the speed-up against the first.
 * @throws RangeError if there is no variant to show
 */
export function timings(comparison: Timings): Figure {
  const { variants, title = "How long each variant takes" } = comparison;
  if (variants.length === 0)
    throw new RangeError("nothing to show: the comparison has no variants.");
  const tops = variants.map(({ median, spread, guess = 0 }) =>
    Math.max(median + spread / 2, guess),
  );
  const highest = Math.max(...tops);
  const unit = findTimeUnit(Math.max(...variants.map(({ median }) => median)));
  const scale = (seconds: number) => round(seconds * unit.perSecond);
  return figure(
    [
      medianBars(variants, scale),
      {
        type: "scatter",
        name: "speed-up",
        mode: "text",
        y: variants.map(({ name }) => name),
        // A little beyond the error bar.
        x: tops.map((top) => scale(top + 0.01 * highest)),
        text: labelBars(variants, unit),
        textposition: "middle right",
        cliponaxis: false,
        hoverinfo: "skip",
      },
      ...markGuesses(variants, scale),
    ],
    {
      ...heading({ title, subtitle: describeRepeats(variants) }),
      height: 150 + barHeight * variants.length,
      bargap: 0.4,
      xaxis: {
        title: { text: `median time (${unit.name})` },
        // Room for the label of the longest bar, also where a narrow window leaves 400 px for both.
        range: [0, scale(highest * 1.7) || 1],
      },
      yaxis: {
        type: "category",
        title: { text: "variant" },
        range: [variants.length - 0.5, -0.5],
      },
    },
    { description: describeTimings(title, variants) },
  );
}

function medianBars(
  variants: readonly TimedVariant[],
  scale: (seconds: number) => number,
): Data {
  return {
    type: "bar",
    orientation: "h",
    name: "median",
    y: variants.map(({ name }) => name),
    x: variants.map(({ median }) => scale(median)),
    error_x: {
      type: "data",
      symmetric: false,
      array: variants.map(({ spread }) => scale(spread / 2)),
      // Time has no part below zero.
      arrayminus: variants.map(({ median, spread }) =>
        scale(Math.min(median, spread / 2)),
      ),
      thickness: 1.5,
    },
    marker: {
      color: variants.map((_, i) => (i === 0 ? quiet : palette[0])),
    },
    hovertemplate: "%{customdata}<extra></extra>",
    customdata: variants.map(describeRuns),
  };
}

function markGuesses(
  variants: readonly TimedVariant[],
  scale: (seconds: number) => number,
): Data[] {
  const guessed = variants.filter(({ guess }) => guess !== undefined);
  if (guessed.length === 0) return [];
  return [
    {
      type: "scatter",
      mode: "markers",
      name: "your guess",
      y: guessed.map(({ name }) => name),
      x: guessed.map(({ guess }) => scale(guess as number)),
      marker: guessMarker,
      cliponaxis: false,
      hovertemplate: "your guess: %{x}<extra></extra>",
    },
  ];
}

function labelBars(
  variants: readonly TimedVariant[],
  unit: TimeUnit,
): string[] {
  const gains = findGains(variants);
  return variants.map(({ median }, i) =>
    i === 0
      ? formatSeconds(median, unit)
      : `${formatSeconds(median, unit)}, <b>${describeGain(gains[i] as number)}</b>`,
  );
}

/** "3.4 × as fast", "15 × as long" */
function describeGain(gain: number, times = "×"): string {
  return gain >= 1
    ? `${formatNumber(gain)} ${times} as fast`
    : `${formatNumber(1 / gain)} ${times} as long`;
}

function describeRepeats(variants: readonly TimedVariant[]): string {
  const runs = Math.min(...variants.map(({ seconds }) => seconds.length));
  const isGuessed = variants.some(({ guess }) => guess !== undefined);
  const parts = [
    ...(runs > 1
      ? [
          `median of ${runs} runs`,
          "the thin lines show the interquartile range",
        ]
      : runs === 1
        ? ["one run each, so there is no spread to show"]
        : []),
    ...(isGuessed ? ["the diamonds are your guesses"] : []),
  ];
  return parts.join("; ");
}

function describeRuns(variant: TimedVariant): string {
  const runs = [...variant.seconds].sort((a, b) => a - b);
  const range =
    runs.length > 1
      ? `<br>${runs.length} runs, ${formatSeconds(runs[0] as number)} to ${formatSeconds(runs.at(-1) as number)}`
      : "";
  return `${variant.name}: ${describeTime(variant)}${range}`;
}

function describeTimings(
  title: string,
  variants: readonly TimedVariant[],
): string {
  const gains = findGains(variants);
  const parts = variants.map(
    (variant, i) =>
      `${variant.name} ${describeTime(variant)}` +
      (i === 0 ? "" : ` (${describeGain(gains[i] as number, "times")})`) +
      (variant.guess === undefined
        ? ""
        : `, guessed ${formatSeconds(variant.guess)}`),
  );
  const measured = variants.every(({ seconds }) => seconds.length === 1)
    ? "time"
    : "median time ± half the interquartile range";
  return `Bar chart "${title}", ${measured}: ${parts.join(", ")}`;
}

function findGains(variants: readonly TimedVariant[]): number[] {
  const first = variants[0]?.median ?? 0;
  return variants.map(({ speedup, median }) => speedup ?? first / median);
}

function describeTime({ seconds, median, spread }: TimedVariant): string {
  if (seconds.length === 1) return `${formatSeconds(median)} in one run`;
  const unit = findTimeUnit(median);
  return `${formatNumber(median * unit.perSecond)} ± ${formatSeconds(spread / 2, unit)}`;
}

/** Four digits are more than a timing holds, and keep notebooks and their diffs small. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
