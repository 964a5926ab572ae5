import type { Layout } from "plotly.js-dist";

/**
 * Series colours in the order they are used: told apart by people who see red and green, or blue and yellow, alike,
 * and each with a contrast of at least 3 to 1 against white and against JupyterLab's dark background.
 */
export const palette = [
  "#0077bb",
  "#d55e00",
  "#00897b",
  "#aa4499",
  "#8c7a00",
  "#c8384e",
] as const;

/** What a picture compares with or waits for: present, not loud. */
export const quiet = "#7d858d";

/** What somebody expected, drawn beside what was measured: told from it by its shape, not by colour alone. */
export const guessMarker = {
  symbol: "diamond-open",
  size: 13,
  color: palette[1],
  line: { width: 2.5 },
} as const;

/** The same as `quiet` for areas, seen through. */
export const pale = "rgba(125,133,141,0.3)";

/** Light end to dark end of a scale of amounts; also read as amounts in a grey print. */
export const amounts: [number, string][] = [
  [0, "#f3f0d8"],
  [0.25, "#a9d4a4"],
  [0.5, "#4aaba0"],
  [0.75, "#2a74a0"],
  [1, "#32326f"],
];

const ink = "#24292f";
const grid = "#e2e5e8";
const line = "#8b949e";

const axis = {
  automargin: true,
  // The margin leaves room for every label, so Plotly need not measure each in every draw to hide what sticks out.
  ticklabeloverflow: "allow",
  gridcolor: grid,
  zerolinecolor: line,
  linecolor: line,
  tickcolor: line,
  ticklabelstandoff: 4,
  title: { standoff: 12, font: { size: 13 } },
};

/**
 * The look of every figure, written into it so that each front end draws the same. Light, because saved pictures and
 * other front ends have white pages; our JupyterLab renderer knows it by `meta` and swaps in the page's colours.
 */
export const template = {
  layout: {
    meta: { theme: "romanesco" },
    colorway: [...palette],
    font: {
      // Arial, and Liberation Sans with the same widths where there is no Arial: labels take the same room everywhere.
      family: "Arial, Liberation Sans, Helvetica, sans-serif",
      size: 13,
      color: ink,
    },
    title: {
      x: 0,
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { l: 12, t: 14 },
      font: { size: 17, weight: 700 },
      subtitle: { font: { size: 13 } },
    },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { l: 64, r: 24, t: 56, b: 56 },
    hoverlabel: { align: "left" },
    xaxis: axis,
    yaxis: axis,
  },
  data: {
    bar: [{ error_x: { color: ink }, error_y: { color: ink } }],
    scatter: [{ error_x: { color: ink }, error_y: { color: ink } }],
    heatmap: [{ colorbar: { title: { font: { size: 13 } } } }],
  },
} satisfies NonNullable<Layout["template"]>;
