// Test counts from the reports of the runners. An error outside a test (a file that does not load) is a failure.

/** @param {string} json what `vitest --reporter=json` wrote */
export function readVitest(json) {
  const report = JSON.parse(json);
  const broken = report.testResults.filter(
    (file) =>
      file.status === "failed" &&
      file.assertionResults.every((each) => each.status !== "failed"),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {string} xml JUnit's format, as `pytest --junitxml` writes it */
export function readJunit(xml) {
  const suites = [...xml.matchAll(/<testsuite\s[^>]*>/g)].map(([tag]) => tag);
  if (suites.length === 0) throw new Error("no <testsuite> in the report");
  const sum = (name) =>
    suites.reduce(
      (total, tag) =>
        total + Number(new RegExp(`\\b${name}="(\\d+)"`).exec(tag)?.[1] ?? 0),
      0,
    );
  const failed = sum("failures") + sum("errors");
  return {
    passed: sum("tests") - failed - sum("skipped"),
    failed,
    skipped: sum("skipped"),
  };
}
