import { Figure, figure } from "./figure.ts";
import { amounts } from "./theme.ts";

/** Degrees between neighbours in a sunflower and in a Romanesco: a full turn cut by the golden ratio. */
export const goldenAngle = 180 * (3 - Math.sqrt(5));

export interface SpiralOptions {
  /** Buds; default 300. */
  count?: number;
  /** Degrees from one bud to the next; default the golden angle, at which no bud stands behind another. */
  angle?: number;
  title?: string;
}

/** Buds on a spiral, each turned by the same angle from the one before and as far out as its area needs. */
export function spiral(options: SpiralOptions = {}): Figure {
  const { count = 300, angle = goldenAngle } = options;
  const { title = `${count} buds, ${angle.toFixed(2)}° apart` } = options;
  const buds = Array.from({ length: count }, (_, i) => place(i, angle));
  return figure(
    [
      {
        type: "scatter",
        mode: "markers",
        x: buds.map(([x]) => x),
        y: buds.map(([, y]) => y),
        hovertemplate: "bud %{pointNumber}<extra></extra>",
        marker: {
          color: buds.map((_, i) => i),
          // Towards the page's own colour the pale end would be lost.
          colorscale: amounts
            .slice(1)
            .map(([at, color]) => [(at - 0.25) / 0.75, color]) as [
            number,
            string,
          ][],
          size: buds.map((_, i) => Number((4 + 8 * (i / count)).toFixed(1))),
          opacity: 1,
          line: { width: 0 },
        },
      },
    ],
    {
      title: { text: title },
      width: 520,
      height: 520,
      margin: { l: 24, r: 24, b: 24 },
      xaxis: { visible: false },
      yaxis: { visible: false, scaleanchor: "x" },
    },
    {
      description: `Spiral "${title}": bud i stands √i from the middle, turned by ${angle.toFixed(2)}° from the one before`,
    },
  );
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
