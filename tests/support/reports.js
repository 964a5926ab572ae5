// What the reports of the runners count, with the names of what did not pass. An error outside a test (a file that does not load) is a failure.
import { relative } from "node:path";

/**
 * @typedef {{ file: string, seconds: number }} Took
 * @typedef {{ passed: number, failed: number, skipped: number, names: string[], times: Took[] }} Counts
 */

/**
 * @param {string} json what `vitest --reporter=json` wrote
 * @returns {Counts}
 */
export function readVitest(json) {
  const report = JSON.parse(json);
  const broken = report.testResults.filter(
    (file) =>
      file.status === "failed" &&
      file.assertionResults.every((each) => each.status !== "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    times: report.testResults.map((file) => ({
      file: pathOf(file),
      seconds: (file.endTime - file.startTime) / 1000,
    })),
    names: [
      ...broken.map((file) => `${pathOf(file)}: ${firstLine(file.message)}`),
      ...report.testResults.flatMap((file) =>
        file.assertionResults
          .filter((each) => each.status !== "passed")
          .map(
            (each) =>
              `${each.status}: ${pathOf(file)} ${each.fullName}: ${firstLine(each.failureMessages?.[0])}`,
          ),
      ),
    ],
  };
}

const pathOf = (file) => relative(process.cwd(), file.name);

const firstLine = (text = "") => text.trim().split("\n", 1)[0].slice(0, 200);

/**
 * @param {string} xml JUnit's format, as `pytest --junitxml` writes it
 * @returns {Counts}
 */
export function readJunit(xml) {
  const suites = [...xml.matchAll(/<testsuite\s[^>]*>/g)].map(([tag]) => tag);
  if (suites.length === 0) throw new Error("no <testsuite> in the report");
  const sum = (name) =>
    suites.reduce((total, tag) => total + Number(attribute(tag, name) ?? 0), 0);
  const failed = sum("failures") + sum("errors");
  const cases = xml.matchAll(
    /(<testcase\s[^>]*[^/>]>)\s*<(failure|error|skipped)\b([^>]*)/g,
  );
  const times = new Map();
  for (const [test] of xml.matchAll(/<testcase\s[^>]*>/g)) {
    const file = attribute(test, "classname") ?? "";
    const seconds = Number(attribute(test, "time") ?? 0);
    times.set(file, (times.get(file) ?? 0) + seconds);
  }
  return {
    times: [...times].map(([file, seconds]) => ({ file, seconds })),
    passed: sum("tests") - failed - sum("skipped"),
    failed,
    skipped: sum("skipped"),
    names: [...cases].map(
      ([, test, kind, rest]) =>
        `${kind}: ${attribute(test, "classname")}.${attribute(test, "name")}: ${(attribute(rest, "message") ?? "").slice(0, 200)}`,
    ),
  };
}

const attribute = (tag, name) =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];

/**
 * @param {Took[]} times
 * @returns {string[]} a line for each of the ten that took longest
 */
export const listSlowest = (times) =>
  times
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, 10)
    .map(({ file, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${file}`);
