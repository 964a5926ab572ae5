// Measures what a figure costs: node tests/bench/plots/plots.js OUT.json [--quick]. Beside it, plotly.py with Kaleido, which
// draws in a browser.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const [out, ...flags] = process.argv.slice(2);
const rounds = flags.includes("--quick") ? 1 : 5;
const contenders = ["romanesco", "plotly.py"];

const titles = {
  first: ["first picture", "ms"],
  next: ["each further picture", "ms"],
  bundle: ["a bar chart in the notebook: JSON, PNG and text", "KB"],
};
const samples = Object.fromEntries(
  Object.keys(titles).map((name) => [name, {}]),
);
for (let round = 0; round < rounds; round += 1)
  for (const contender of round % 2 ? contenders.toReversed() : contenders) {
    for (const [name, figures] of Object.entries(take(contender)))
      (samples[name][contender] ??= []).push(...figures);
    process.stderr.write(`round ${round + 1} of ${rounds}: ${contender}\n`);
  }

const contender = "romanesco";
writeFileSync(
  out,
  JSON.stringify({
    title: "Figures",
    contenders,
    rounds,
    measures: Object.entries(titles).map(([name, [title, unit]]) => ({
      name,
      title,
      unit,
      percentile: 50,
      samples: samples[name],
    })),
    floors: [
      { measure: "first", contender, most: 2500 },
      { measure: "next", contender, most: 800 },
      { measure: "bundle", contender, most: 30 },
    ],
  }),
);

/** Each in a fresh process, which prints its figures as JSON. */
function take(name) {
  const [program, script] =
    name === "romanesco"
      ? [process.execPath, "tests/bench/plots/ours.js"]
      : [".cache/bench/venv/bin/python", "tests/bench/plots/peer.py"];
  return JSON.parse(execFileSync(program, [script], { encoding: "utf8" }));
}
