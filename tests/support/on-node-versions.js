// Runs the tests of what differs most between versions of Node on each that is supported: how V8 ends code that is
// stopped, how a cell is known in callbacks, how values, errors and output of everyday cells read, what a cell means,
// which names there are for the type check, how local files are loaded, what the debugger says, and how controls are
// heard.
import { spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";

const majors = [20, 22, 24, 26];
const tests = [
  "tests/everyday/everyday.test.ts",
  ...[
    ...["interrupt", "late-output", "death", "exit", "comm", "input"],
    ...["semantics", "programs", "using", "type-check", "types/types"],
    ...["types/cut-anywhere", "local-modules", "typescript-workers"],
  ].map((name) => `tests/kernel/interpreter/${name}.test.ts`),
];

const conformance = ["debugger", "widgets"].map(
  (name) => `tests/conformance/test_${name}.py`,
);

/** The folder with the newest `node` of a major version, from npm. */
function fetchNode(major) {
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = resolve(".cache/node", String(major));
  run("npm", ["install", "--silent", "--prefix", prefix, `${name}@${major}`]);
  return resolve(prefix, "node_modules", name, "bin");
}

function run(program, args, env = process.env) {
  const { status } = spawnSync(program, args, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}

for (const major of majors) {
  const PATH = `${fetchNode(major)}${delimiter}${process.env.PATH}`;
  console.log(`\n== Node ${major}`);
  const env = { ...process.env, PATH };
  run("npx", ["vitest", "run", "--project", "unit", ...tests], env);
  run(".venv/bin/python", ["-m", "pytest", "-q", ...conformance], env);
}
