import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";

/** Degrees between neighbours in a sunflower and in a Romanesco: a full turn cut by the golden ratio. */
export const goldenAngle = 180 * (3 - Math.sqrt(5));

/** What {@link spiral} draws. */
export interface SpiralOptions {
  /** Buds; default 300. */
  count?: number;
  /** Degrees from one bud to the next; default the golden angle, at which no bud stands behind another. */
  angle?: number;
  /**
   * Paints every n-th bud alike, which shows n arms. Arms run evenly from the middle to the rim where n is a Fibonacci
   * number: 8, 13, 21. Default none: colour and size grow with the distance.
   */
  arms?: number;
  /** Above the figure (default: its own words). */
  title?: string;
  /** What is read off it, in smaller letters under the title (default: none). */
  subtitle?: string;
}

/** Romanesco, young to old: light enough for a dark page at one end, dark enough for a white one at the other. */
const greens: [number, string][] = [
  [0, "#a8c545"],
  [0.5, "#5f9e3f"],
  [1, "#2f7d4f"],
];
/** Neighbouring arms differ in lightness, so that they are told apart in grey too. */
const armColors: [number, string][] = [
  [0, "#2f7d4f"],
  [0.5, "#a8c545"],
  [1, "#5f9e3f"],
];
/** Of every bud: the young ones are too light for a white page without it. */
const outline = "#2f7d4f";
const size = 560;

/** Buds on a spiral, each turned by the same angle from the one before and as far out as its area needs. */
export function spiral(options: SpiralOptions = {}): Figure {
  const { count = 300, angle = goldenAngle, arms } = options;
  const { title = `${count} buds, ${angle.toFixed(2)}° apart` } = options;
  const { subtitle = arms === undefined ? "" : `${arms} arms` } = options;
  const buds = Array.from({ length: count }, (_, i) => place(i, angle));
  // As large as fits beside the next one out: buds are about one apart where the rim is √count away.
  const largest = (0.8 * (size - 120)) / 2 / Math.sqrt(count);
  const head = heading({ title, subtitle });
  return figure(
    [
      {
        type: "scatter",
        mode: "markers",
        x: buds.map(([x]) => x),
        y: buds.map(([, y]) => y),
        hovertemplate: "bud %{pointNumber}<extra></extra>",
        marker: {
          ...(arms === undefined
            ? { color: buds.map((_, i) => i), colorscale: greens }
            : {
                color: paintArms(count, arms, angle),
                colorscale: armColors,
                cmin: 0,
                cmax: 2,
              }),
          size: buds.map((_, i) =>
            Number((largest * (0.8 + 0.8 * Math.sqrt(i / count))).toFixed(1)),
          ),
          opacity: 1,
          line: { width: 0.5, color: outline },
        },
      },
    ],
    {
      ...head,
      width: size,
      height: size,
      margin: { ...head.margin, l: 24, r: 24, b: 24 },
      xaxis: { visible: false },
      yaxis: { visible: false, scaleanchor: "x" },
    },
    {
      description: `Spiral "${title}": bud i stands √i from the middle, turned by ${angle.toFixed(2)}° from the one before`,
    },
  );
}

/** A colour per bud, by its arm. Going round, no arm has the colour of the one before, the first not that of the last. */
function paintArms(count: number, arms: number, angle: number): number[] {
  const round = Array.from({ length: arms }, (_, arm) => arm).sort(
    (a, b) => ((a * angle) % 360) - ((b * angle) % 360),
  );
  const colors: number[] = [];
  round.forEach((arm, at) => {
    const odd = at === arms - 1 && arms % 2 === 1;
    colors[arm] = odd ? 2 : at % 2;
  });
  return Array.from({ length: count }, (_, i) => colors[i % arms] as number);
}

/** Equal areas: the i-th bud's distance grows with the square root. */
function place(i: number, angle: number): [number, number] {
  const radius = Math.sqrt(i);
  const turn = (i * angle * Math.PI) / 180;
  return [round(radius * Math.cos(turn)), round(radius * Math.sin(turn))];
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
