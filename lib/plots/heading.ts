import type { Layout } from "plotly.js-dist";

export interface Heading {
  title: string;
  /** What is read off the figure, or how it was made. */
  subtitle?: string;
  /** Whether a legend stands between it and the plot. */
  legend?: boolean;
}

const lineHeights = { padding: 12, title: 30, subtitle: 26, legend: 30 };

/** Room above the plot for a title and a subtitle, px. */
export const twoLines =
  lineHeights.padding + lineHeights.title + lineHeights.subtitle;

/** Title, subtitle and legend above the plot, each in a line of its own from the left. */
export function heading({ title, subtitle = "", legend = false }: Heading): {
  title: Layout["title"];
  showlegend: boolean;
  legend: Partial<Layout["legend"]>;
  margin: { t: number };
} {
  const { padding, ...lines } = lineHeights;
  return {
    title: { text: title, subtitle: { text: subtitle } } as Layout["title"],
    showlegend: legend,
    legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom" },
    margin: {
      t:
        padding +
        (title ? lines.title : 0) +
        (subtitle ? lines.subtitle : 0) +
        (legend ? lines.legend : 0),
    },
  };
}
