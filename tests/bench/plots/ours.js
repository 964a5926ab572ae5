// Pictures of a bar chart: the first, which starts the helper that draws, and some more.
import { figure, renderPng } from "../../../dist/lib/index.js";

const next = [];
const first = await time();
for (let i = 0; i < 10; i += 1) next.push(await time());
const chart = makeChart(0);
const bundle = {
  ...chart.toMimeBundle(),
  "image/png": Buffer.from(await renderPng(chart.toJSON())).toString("base64"),
};
console.log(
  JSON.stringify({
    first: [first],
    next,
    bundle: [JSON.stringify(bundle).length / 1000],
  }),
);
process.exit();

async function time() {
  const started = performance.now();
  await renderPng(makeChart(next.length).toJSON());
  return performance.now() - started;
}

function makeChart(seed) {
  const x = Array.from({ length: 20 }, (_, i) => `task ${i}`);
  const y = x.map((_, i) => ((i * 7 + seed) % 11) + 1);
  return figure([{ type: "bar", x, y }], { title: { text: "Twenty tasks" } });
}
