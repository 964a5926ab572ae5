// A result as a picture: a row a measure, a dot a contender, all as multiples of ours on a logarithmic axis.
import { figure } from "../../dist/lib/index.js";
import { valueOf } from "./results.js";

const symbols = [
  "circle",
  "diamond",
  "square",
  "triangle-up",
  "x",
  "star",
  "cross",
  "triangle-down",
  "pentagon",
  "hourglass",
  "star-diamond",
];

/** @param ours the contenders that are this project's; each measure is compared with the first that it has */
export function toFigure(result, ours) {
  const rows = result.measures
    .filter(({ moreIsBetter }) => !moreIsBetter)
    .map((measure) => toRow(result, measure, ours))
    .filter(({ dots }) => dots.length > 1)
    .toReversed();
  const contenders = result.contenders.filter((each) =>
    rows.some(({ dots }) => dots.some(([name]) => name === each)),
  );
  const legendRows =
    contenders.length > 4 ? Math.ceil(contenders.length / 3) : 1;
  return figure(
    contenders.map((contender, i) => {
      const dots = rows.flatMap(({ title, dots: all }) =>
        all.filter(([name]) => name === contender).map(([, x]) => [x, title]),
      );
      return {
        type: "scatter",
        mode: "markers",
        name: contender,
        x: dots.map(([x]) => x),
        y: dots.map(([, title]) => title),
        marker: { symbol: symbols[i % symbols.length], size: 11 },
      };
    }),
    {
      title: { text: `${result.title}: how many times ours` },
      width: 900,
      height: 170 + 22 * legendRows + 30 * rows.length,
      margin: { l: 330, t: 68 + 22 * legendRows },
      xaxis: {
        type: "log",
        title: { text: "times ours, further left is better" },
        dtick: 1,
      },
      yaxis: { type: "category" },
      legend: { orientation: "h", y: 1, yanchor: "bottom", x: 0 },
    },
  );
}

function toRow(result, { name, title }, ours) {
  const values = result.contenders
    .map((contender) => [contender, valueOf(result, name, contender)])
    .filter(([, value]) => value !== undefined);
  const own = values.find(([contender]) => ours.includes(contender))?.[1];
  return {
    title,
    dots: values.map(([contender, value]) => [contender, value / own]),
  };
}
