// `make bench`: measures beside the peers and prints tables; keeps them with their figures and pictures in .cache/bench.
// node tests/bench/bench.js [--only kernel,lib,cluster,plots] [--quick] [--rounds N] [--publish]
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { renderPng } from "../../dist/lib/index.js";
import { toCurves } from "./curves.js";
import { Load, describeMachine } from "./load.js";
import { toFigure } from "./picture.js";
import { toMarkdown } from "./table.js";

const folder = ".cache/bench";
const published = "tests/bench/results";

const benchmarks = [
  { name: "kernel", program: "tests/bench/kernel/warm.py" },
  { name: "growth", of: "kernel", program: "tests/bench/kernel/growth.py" },
  // Of one contender, so a table without a picture.
  {
    name: "inside",
    of: "kernel",
    program: "tests/bench/kernel/inside.ts",
    draws: false,
    takesRounds: false,
  },
  // What pages that ask cost cells that run: of one contender, too.
  {
    name: "editor",
    of: "kernel",
    program: "tests/bench/kernel/editor.py",
    draws: false,
  },
  { name: "lib", program: "tests/bench/lib/lib.js" },
  { name: "cluster", program: "tests/bench/cluster/cluster.js", draws: false },
  {
    name: "plots",
    program: "tests/bench/plots/plots.js",
    takesRounds: false,
  },
];
const ours = ["romanesco", "threads", "processes"];

// Where it is set it adds about 80 ms to every start of a Node process, ours and theirs.
delete process.env.NODE_EXTRA_CA_CERTS;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    publish: { type: "boolean", default: false },
  },
});
mkdirSync(folder, { recursive: true });
for (const benchmark of choose(options.only?.split(","))) await run(benchmark);
// The helper that draws would otherwise be waited for.
process.exit();

function choose(names = benchmarks.map(({ of, name }) => of ?? name)) {
  const unknown = names.find(
    (name) => !benchmarks.some((each) => each.name === name),
  );
  if (unknown !== undefined) {
    console.error(
      `there is no benchmark "${unknown}"; there are kernel, lib, cluster, plots`,
    );
    process.exit(2);
  }
  return benchmarks.filter(
    ({ name, of }) =>
      names.includes(name) || (of !== undefined && names.includes(of)),
  );
}

async function run({ name, program, draws = true, takesRounds = true }) {
  const file = `${folder}/${name}.json`;
  const load = new Load();
  const extent = [
    ...(options.quick ? ["--quick"] : []),
    ...(options.rounds && takesRounds ? ["--rounds", options.rounds] : []),
  ];
  const [command, script] = toCommand(program);
  const { status } = spawnSync(command, [script, file, ...extent], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
  const result = {
    ...JSON.parse(readFileSync(file, "utf8")),
    machine: describeMachine(),
    others: load.othersInCores(),
  };
  const text = toMarkdown(result);
  console.log(`\n${text}`);
  writeFileSync(file, JSON.stringify(result, null, 1));
  const pictures = draws ? draw(name, result) : [];
  writeFileSync(`${folder}/${name}.md`, text);
  for (const [title, picture] of pictures)
    writeFileSync(`${folder}/${title}.png`, await renderPng(picture.toJSON()));
  if (options.publish)
    publish([
      `${name}.md`,
      `${name}.json`,
      ...pictures.map(([title]) => `${title}.png`),
    ]);
}

function draw(name, result) {
  return [
    [name, toFigure(result, ours)],
    ...toCurves(result).map(([family, curve]) => [`${name}-${family}`, curve]),
  ];
}

function toCommand(program) {
  if (program.endsWith(".py")) return [".cache/bench/venv/bin/python", program];
  if (program.endsWith(".js")) return [process.execPath, program];
  const outfile = `${folder}/${basename(program, ".ts")}.js`;
  buildSync({
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  return [process.execPath, outfile];
}

function publish(files) {
  mkdirSync(published, { recursive: true });
  for (const file of files)
    copyFileSync(`${folder}/${file}`, `${published}/${file}`);
}
