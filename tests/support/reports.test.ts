import { resolve } from "node:path";
import { expect, test } from "vitest";
import { listSlowest, readJunit, readVitest } from "./reports.js";

const vitest = JSON.stringify({
  ...{ numPassedTests: 2, numFailedTests: 0, numPendingTests: 1 },
  numTodoTests: 0,
  testResults: [
    {
      ...{ name: resolve("tests/a.test.ts"), status: "passed" },
      ...{ startTime: 1000, endTime: 6400, assertionResults: [] },
    },
  ],
});
const junit = `<testsuites><testsuite tests="3" failures="1" errors="0" skipped="0">
<testcase classname="tests.b" name="one" time="4.2" />
<testcase classname="tests.b" name="two" time="5.0"><failure message="no"></failure></testcase>
<testcase classname="tests.c" name="three" time="0.5" />
</testsuite></testsuites>`;

test("counts what both runners say, and names what failed", () => {
  expect(readVitest(vitest)).toMatchObject({
    passed: 2,
    failed: 0,
    skipped: 1,
  });
  expect(readJunit(junit)).toMatchObject({
    ...{ passed: 2, failed: 1, skipped: 0 },
    names: ["failure: tests.b.two: no"],
  });
});

test("lists the ten files that took longest, of both runners", () => {
  const times = [...readVitest(vitest).times, ...readJunit(junit).times];
  expect(listSlowest(times)).toEqual([
    "    9 s  tests.b",
    "    5 s  tests/a.test.ts",
    "    1 s  tests.c",
  ]);
  const many = Array.from({ length: 11 }, (_, at) => ({
    ...{ file: `${at}`, seconds: at },
  }));
  expect(listSlowest(many)).toHaveLength(10);
});
