// Measures the library beside other pools, bare processes and Python's: node tests/bench/lib/lib.js OUT.json [--only map,submit] [--rounds 5] [--quick]
// In every round each contender runs once in a fresh process, and the order turns: noise hits all alike.
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildLibrary } from "../../../lib/build.js";
import { describeMachine } from "../load.js";
import { toMarkdown } from "../table.js";

const folder = ".cache/bench/lib";
// Where it is set it adds about 80 ms to every start of a Node process, ours and theirs.
delete process.env.NODE_EXTRA_CA_CERTS;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    // Debian's Python where there is one: it runs a loop 1.4 to 1.8 times as fast as one that is built without its flags.
    python: {
      type: "string",
      default: existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3",
    },
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
    "bench/workerpool-worker": "tests/bench/lib/workerpool-worker.ts",
  },
});

const all = JSON.parse(runNode());
const python = JSON.parse(runPython());
const wanted = options.only?.split(",") ?? all.map(({ name }) => name);
const measures = wanted.map(findMeasure);
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));

const samples = Object.fromEntries(wanted.map((name) => [name, {}]));
for (let round = 0; round < rounds; round += 1) {
  for (const { name, contenders } of measures)
    for (const contender of turn(contenders, round))
      (samples[name][contender] ??= []).push(takeSample(name, contender));
  process.stderr.write(`round ${round + 1} of ${rounds}\n`);
}
const result = {
  title: "Pools, processes and threads",
  contenders: [...new Set(measures.flatMap(({ contenders }) => contenders))],
  rounds,
  measures: measures.flatMap(({ name, title, unit, gains }) => [
    { name, title, unit, percentile: 50, samples: samples[name] },
    ...(gains ? [toGains(name, title, samples[name])] : []),
  ]),
  floors: measures.flatMap(findFloors),
};
if (positionals[0]) writeFileSync(positionals[0], JSON.stringify(result));
else console.log(toMarkdown({ ...result, machine: describeMachine() }));

function findMeasure(name) {
  const found = all.find((measure) => measure.name === name);
  if (!found) {
    const names = all.map((each) => each.name).join(", ");
    console.error(`there is no measure "${name}"; there are ${names}`);
    process.exit(2);
  }
  const peers = python.filter(([measure]) => measure === name);
  const contenders = [...found.contenders, ...peers.map(([, peer]) => peer)];
  return { ...found, contenders };
}

/** How many times as fast as its own serial run each pool was, round by round: this compares pools, not languages. */
function toGains(name, title, { serial, "python serial": python, ...pools }) {
  const gains = Object.entries(pools).map(([contender, times]) => {
    const alone = contender.startsWith("python") ? python : serial;
    return [contender, times.map((ms, round) => alone[round] / ms)];
  });
  return {
    name: `${name}-gain`,
    title: `gain over its own serial run: ${title}`,
    unit: "times",
    percentile: 50,
    moreIsBetter: true,
    samples: Object.fromEntries(gains),
  };
}

/** Python's pools are of processes, as are all of ours that it is compared with; the other floors are for the first of ours. */
function findFloors({ name, contenders, floors, most: alone }) {
  const ours = contenders.filter((each) =>
    ["threads", "processes"].includes(each),
  );
  const beside = Object.entries(floors).flatMap(([peer, most]) =>
    (peer.startsWith("python") ? ours : ours.slice(0, 1)).map((contender) => ({
      measure: name,
      contender,
      peer,
      most,
    })),
  );
  return alone === undefined
    ? beside
    : ours.map((contender) => ({ measure: name, contender, most: alone }));
}

function takeSample(measure, contender) {
  const run = contender.startsWith("python") ? runPython : runNode;
  return Number(run(measure, contender));
}

function runPython(...args) {
  return execFileSync(options.python, ["tests/bench/lib/peers.py", ...args], {
    encoding: "utf8",
  });
}

function runNode(...args) {
  return execFileSync(
    process.execPath,
    [`${folder}/bench/run-contender.js`, ...args],
    { encoding: "utf8" },
  );
}

function turn(list, steps) {
  const by = steps % list.length;
  return [...list.slice(by), ...list.slice(0, by)];
}
