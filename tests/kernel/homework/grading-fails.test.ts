import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { romanesco } from "../../homework/romanesco.ts";
import { answered, perfect, SmallCourse } from "../../homework/small-course.ts";

let course: SmallCourse;
beforeEach(() => {
  course = new SmallCourse();
  course.submit("ann", answered(perfect));
});
afterEach(() => course.remove());

/** @param times how often the process that grades a submission is to fail */
function grade(times: number): ReturnType<typeof romanesco> {
  const spoiler = join(course.folder, "spoiler.cjs");
  const mark = join(course.folder, "failed");
  writeFileSync(
    spoiler,
    `const fs = require("fs");
    const count = fs.existsSync(${JSON.stringify(mark)}) ? fs.statSync(${JSON.stringify(mark)}).size : 0;
    if (process.argv.includes("--job") && count < ${times}) {
      fs.appendFileSync(${JSON.stringify(mark)}, "x");
      throw new Error("no more memory");
    }`,
  );
  rmSync(mark, { force: true });
  return romanesco(
    ["grade", course.submissions, "--source", course.source, "--unprotected"],
    { env: { NODE_OPTIONS: `--require=${spoiler}` } },
  );
}

test("a grader that fails is tried once more, and costs the student nothing", async () => {
  const { code, out } = await grade(1);
  expect([code, out]).toEqual([0, expect.stringMatching(/ann +5 of 7/)]);
});

test("a grader that fails twice is named with its error, and the next run tries again", async () => {
  const { code, out } = await grade(2);
  expect(code).toBe(1);
  expect(out).toContain(
    "could not be graded: ann: the run failed: Error: no more memory. The same command tries it again",
  );
  const again = await grade(0);
  expect([again.code, again.out]).toEqual([
    0,
    expect.stringMatching(/ann +5 of 7/),
  ]);
});
