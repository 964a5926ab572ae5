import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";
import { amounts } from "./theme.ts";
import { formatNumber } from "./units.ts";

/** Amounts in rows and columns, e.g. how busy each core was in each tenth of a second. */
export interface HeatMap {
  /** Names of the rows, from the top. */
  rows: (string | number)[];
  /** Names of the columns, from the left. */
  columns: (string | number)[];
  /** One list per row, one number per column; null where nothing is known. */
  values: (number | null)[][];
}

/** How {@link heat} draws. */
export interface HeatOptions {
  /** Above the figure (default: none). */
  title?: string;
  /** What is read off it, in smaller letters under the title (default: none). */
  subtitle?: string;
  /** What the columns are, with the unit (default: no words). */
  x?: string;
  /** What the rows are (default: no words). */
  y?: string;
  /** What the colours mean, with the unit: "busy (%)" (default: no words). */
  amount?: string;
  /** Ends of the colour scale; default the smallest and the largest amount. */
  range?: [number, number];
}

/**
 * Amounts as colours, pale to dark.
 * @throws RangeError if `values` has not a list per row with a number per column
 */
export function heat(map: HeatMap, options: HeatOptions = {}): Figure {
  const { rows, columns, values } = map;
  const {
    title = "",
    subtitle = "",
    x = "",
    y = "",
    amount = "",
    range,
  } = options;
  checkShape(map);
  const limits = range ? { zmin: range[0], zmax: range[1] } : {};
  return figure(
    [
      {
        type: "heatmap",
        x: columns,
        y: rows.map(String),
        z: values.map((row) => row.map(round)),
        colorscale: amounts,
        colorbar: { title: { text: amount, side: "right" }, thickness: 14 },
        hovertemplate: `${y} %{y}, ${x} %{x}: %{z}<extra></extra>`,
        xgap: 1,
        ygap: 1,
        ...limits,
      },
    ],
    {
      ...heading({ title, subtitle }),
      height: Math.max(240, 150 + 26 * rows.length),
      xaxis: { title: { text: x }, showgrid: false },
      yaxis: {
        title: { text: y },
        type: "category",
        autorange: "reversed",
        showgrid: false,
      },
    },
    {
      description: `Heat map "${title}", ${amount || "mean"} per ${y || "row"}: ${rows
        .map((row, i) => `${row} ${formatNumber(mean(values[i] ?? []))}`)
        .join(", ")} on average`,
    },
  );
}

function checkShape({ rows, columns, values }: HeatMap): void {
  const wrong = values.findIndex((row) => row.length !== columns.length);
  if (values.length !== rows.length)
    throw new RangeError(
      `a heat map needs a list of numbers per row: ${rows.length} rows, ${values.length} lists.`,
    );
  if (wrong >= 0)
    throw new RangeError(
      `row ${rows[wrong]} has ${values[wrong]?.length} numbers for ${columns.length} columns.`,
    );
}

function mean(row: (number | null)[]): number {
  const known = row.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / (known.length || 1);
}

function round(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
