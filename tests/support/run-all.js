// Runs every check and test, whatever the one before came to, names the slowest ten, and counts them: the last line is
// `N passed, N failed`.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { listSlowest, readJunit, readVitest } from "./reports.js";

const reports = ".cache/test";

/** @typedef {{ title: string, command: string[], isKept?: boolean, count?: () => any }} Step */

/** @type {Step[]} */
const checks = [
  ["types", "types"],
  ["lint", "lint"],
  ["format", "format:check"],
].map(([title, script]) => ({
  title,
  command: ["npm", "run", "--silent", script],
  isKept: true,
}));

/** @type {(title: string, ...projects: string[]) => Step} */
const vitest = (title, ...projects) => {
  const report = `${reports}/${title}.json`;
  return {
    title,
    command: [
      ...["npx", "vitest", "run", "--reporter=default", "--reporter=json"],
      `--outputFile.json=${report}`,
      ...projects.map((project) => `--project=${project}`),
    ],
    count: () => readVitest(readFileSync(report, "utf8")),
  };
};

/** @type {Step} */
const pytest = {
  title: "pytest",
  // Most of these tests wait for kernels: tests/conftest.py says which go side by side.
  command: [
    ...[".venv/bin/python", "-m", "pytest", "-m", "not nightly"],
    ...["--numprocesses=auto", "--maxprocesses=4", "--dist=loadgroup"],
    `--junitxml=${reports}/pytest.xml`,
  ],
  isKept: true,
  count: () => readJunit(readFileSync(`${reports}/pytest.xml`, "utf8")),
};

// Kernels, browsers and gradings wait much and lose nothing when they wait for each other; tests that compare times have no such company.
const groups = [
  checks,
  [vitest("vitest", "plain", "unit", "built")],
  [vitest("browser", "browser", "graded"), pytest],
];

/** @param {Step} step */
async function runStep({ title, command, isKept, count }) {
  const started = Date.now();
  const status = await (isKept
    ? runKept(title, command)
    : runShown(title, command));
  const counted = count ? countReport(count) : nothing();
  // A check is one test. A runner that ran nothing, or failed beyond its tests, is one failure more.
  if (!count && status === 0) counted.passed = 1;
  else if (counted.failed === 0 && (status !== 0 || counted.passed === 0)) {
    counted.failed = 1;
    counted.names.push(`ended with ${status}, beyond its tests`);
  }
  return { title, seconds: (Date.now() - started) / 1000, ...counted };
}

function runShown(title, [program = "", ...args]) {
  console.log(`\n== ${title}`);
  const child = spawn(program, args, { stdio: "inherit" });
  return new Promise((done) => child.once("close", done));
}

/** What runs beside others: what it says stands together, when it has ended. */
function runKept(title, [program = "", ...args]) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (said += text));
  return new Promise((done) =>
    child.once("close", (status) => {
      console.log(`\n== ${title}\n${said}`.trimEnd());
      done(status);
    }),
  );
}

function countReport(count) {
  try {
    return count();
  } catch (error) {
    console.error(`no report: ${String(error)}`);
    return nothing();
  }
}

const nothing = () => ({
  passed: 0,
  failed: 0,
  skipped: 0,
  names: [],
  times: [],
});

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const results = [];
for (const group of groups)
  results.push(...(await Promise.all(group.map(runStep))));
console.log("\nthe slowest ten files");
for (const line of listSlowest(results.flatMap(({ times }) => times)))
  console.log(line);
for (const { title, names } of results)
  for (const name of names) console.log(`${title}: ${name}`);
for (const { title, passed, failed, skipped, seconds } of results)
  console.log(
    `${title.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds.toFixed(0)} s`,
  );
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") === 0 ? 0 : 1;
