// Measures the library beside Piscina, bare processes and Python's pools: node tests/bench/lib.js [--only map,submit] [--rounds 5]
// In every round each contender runs once in a fresh process, and the order turns: noise hits all alike.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { buildLibrary } from "../../lib/build.js";

const folder = ".cache/bench/lib";
// Where it is set it adds about 80 ms to every start of a Node process, ours and theirs.
delete process.env.NODE_EXTRA_CA_CERTS;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
    python: { type: "string", default: "/usr/bin/python3" },
  },
});

await buildLibrary({
  outdir: folder,
  packages: "external",
  entryPoints: {
    "bench/run-contender": "tests/bench/lib/run-contender.ts",
    // The contenders look for their tasks beside themselves.
    "bench/tasks": "tests/bench/lib/tasks.ts",
    "bench/child": "tests/bench/lib/child.ts",
  },
});

const all = JSON.parse(runNode());
const wanted = options.only?.split(",") ?? all.map(({ name }) => name);
const measures = wanted.map((name) => {
  const found = all.find((measure) => measure.name === name);
  if (found) return found;
  console.error(
    `there is no measure "${name}"; there are ${all.map((each) => each.name).join(", ")}`,
  );
  process.exit(2);
});

const samples = {};
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const measure of measures) {
    for (const contender of turn(allContenders(measure), round)) {
      const figures = ((samples[measure.name] ??= {})[contender] ??= []);
      figures.push(takeSample(measure.name, contender));
    }
  }
  process.stderr.write(`round ${round + 1} of ${options.rounds}\n`);
}
printTable();
mkdirSync(".cache/bench", { recursive: true });
writeFileSync(".cache/bench/lib.json", JSON.stringify(samples, null, 1));

function allContenders({ contenders, floors }) {
  const python = Object.keys(floors).filter((name) =>
    name.startsWith("python"),
  );
  return [...contenders, ...python];
}

function takeSample(measure, contender) {
  const text = contender.startsWith("python")
    ? execFileSync(
        options.python,
        ["tests/bench/lib/peers.py", measure, contender],
        { encoding: "utf8" },
      )
    : runNode(measure, contender);
  return Number(text);
}

function runNode(...args) {
  return execFileSync(
    process.execPath,
    [`${folder}/bench/run-contender.js`, ...args],
    { encoding: "utf8" },
  );
}

function printTable() {
  console.log(
    `\n${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}, ${options.rounds} rounds; load average at the end ${loadavg()[0].toFixed(2)}\n`,
  );
  console.log("| measure | contender | median | quartiles | ours / it |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const measure of measures) {
    const figures = samples[measure.name];
    const ours = measure.contenders.filter((name) =>
      ["threads", "processes"].includes(name),
    );
    for (const name of Object.keys(figures)) {
      const values = figures[name];
      const ratios = ours.includes(name)
        ? ""
        : ours
            .map((each) =>
              compare(
                figures[each],
                each,
                values,
                findFloor(measure, each, name),
              ),
            )
            .join("; ");
      console.log(
        `| ${measure.title}, ${measure.unit} | ${name} | ${round(at(values, 0.5))} | ${round(at(values, 0.25))} to ${round(at(values, 0.75))} | ${ratios} |`,
      );
    }
  }
}

/** Python's pools are of processes, as are all of ours that it is compared with; the other floors are for the first of ours. */
function findFloor({ contenders, floors }, ours, other) {
  const asked = ours === contenders[0] || other.startsWith("python");
  return asked ? floors[other] : undefined;
}

function compare(ours, name, theirs, floor) {
  const ratio = at(ours, 0.5) / at(theirs, 0.5);
  const verdict =
    floor === undefined
      ? ""
      : ratio <= floor
        ? ` (<= ${round(floor)})`
        : ` (**over ${round(floor)}**)`;
  return `${name} ${round(ratio)}${verdict}`;
}

function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)];
}

function round(value) {
  return Number(value.toPrecision(3));
}

function turn(list, steps) {
  const by = steps % list.length;
  return [...list.slice(by), ...list.slice(0, by)];
}
