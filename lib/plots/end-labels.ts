import type { Layout } from "plotly.js-dist";

/** The end of a line, in the axes' units. */
export interface LineEnd {
  text: string;
  x: number;
  y: number;
  /** Colour of the line. */
  color: string;
  /** How the line looks without its colour: its marker, or its dashes. */
  mark: string;
}

export interface Axes {
  /** Lowest and highest value that is drawn, upwards. */
  y: [number, number];
  log: { x: boolean; y: boolean };
  /** Height of the plot in px, about. */
  height: number;
}

const lineHeight = 17;
const gap = 10;

/** What stands for a line at its end, by the marker or the dashes it is drawn with: names are told apart without colours too. */
export const endMarks = {
  circle: "●",
  square: "■",
  diamond: "♦",
  "triangle-up": "▲",
  x: "×",
  star: "*",
  "diamond-open": "◊",
  dash: "– –",
  dot: "···",
} as const;

/**
 * Names at the ends of lines, where the eye is, rather than in a legend; moved apart where ends lie together.
 * Returns annotations, and how much room in px they need on the right.
 */
export function labelEnds(
  ends: LineEnd[],
  axes: Axes,
): { annotations: Layout["annotations"]; room: number } {
  const sorted = [...ends].sort((a, b) => b.y - a.y);
  const places = spread(sorted.map(({ y }) => toPx(y, axes)));
  const longest = Math.max(
    ...ends.map(({ text, mark }) => text.length + mark.length + 1),
    0,
  );
  return {
    annotations: sorted.map(({ text, x, y, color, mark }, i) => ({
      text: `<span style="color:${color}">${mark}</span> ${text}`,
      x: axes.log.x ? Math.log10(x) : x,
      y: axes.log.y ? Math.log10(y) : y,
      xanchor: "left" as const,
      align: "left" as const,
      xshift: gap,
      yshift: Math.round((places[i] as number) - toPx(y, axes)),
      showarrow: false,
    })),
    // Arial's letters are about half as wide as high.
    room: gap + 6.5 * longest,
  };
}

function toPx(value: number, { y, log, height }: Axes): number {
  const scale = log.y ? Math.log10 : (each: number) => each;
  const [low, high] = [scale(y[0]), scale(y[1])];
  return high === low ? 0 : ((scale(value) - low) / (high - low)) * height;
}

/** Heights, falling, moved so that neighbours are a line apart: those that touch move as one, to the middle of where they were. */
function spread(heights: number[]): number[] {
  const groups: { middle: number; size: number }[] = [];
  for (const height of heights) {
    groups.push({ middle: height, size: 1 });
    for (;;) {
      const [above, last] = groups.slice(-2);
      if (!above || !last || above === last) break;
      const distance = (lineHeight * (above.size + last.size)) / 2;
      if (above.middle - last.middle >= distance) break;
      const size = above.size + last.size;
      const middle =
        (above.middle * above.size + last.middle * last.size) / size;
      groups.splice(-2, 2, { middle, size });
    }
  }
  return groups.flatMap(({ middle, size }) =>
    Array.from(
      { length: size },
      (_, i) => middle + lineHeight * ((size - 1) / 2 - i),
    ),
  );
}
