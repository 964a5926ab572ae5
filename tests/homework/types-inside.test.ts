import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Graded } from "../../kernel/homework/files/graded.ts";
import { romanesco } from "./romanesco.ts";
import { answered, perfect, SmallCourse } from "./small-course.ts";

const course = new SmallCourse();
afterAll(() => course.remove());

test("type errors tell a submission nothing of files outside its folder, and types of Node and of its own files are known", async () => {
  const secret = join(course.folder, "secret.json");
  course.write(secret, '{ "hunter2": 1 }');
  course.write(join(course.folder, "secret.ts"), "export const hunter3 = 1;");
  const own = join(course.source, "..", "own.ts");
  course.write(own, "export const two: number = 2;");
  const double = `/// <reference path="${course.folder}/secret.ts" />
const json: { no: 1 } = {} as typeof import("${secret}");
const module: { no: 1 } = {} as typeof import("${course.folder}/secret");`;
  const last = `import { join } from "node:path";
import { two } from "./own.ts";
const typed: string = join("a", String(two));
${perfect.last}`;
  course.submit("eve", answered({ ...perfect, double, last }));
  // What nobody has written is known there as it is in JupyterLab.
  const inferred = {
    double:
      "function makeDouble() { return async (n: number) => 2 * n; }\nconst double = (n: number): number => 2 * n;",
    last: `const list: string[] = makeDouble();\n${perfect.last}`,
  };
  course.submit("ann", answered({ ...perfect, ...inferred }));
  const args = ["grade", course.submissions, "--source", course.source];
  const { code, out } = await romanesco(args);
  expect([code, out]).toEqual([0, expect.stringContaining("no network")]);
  const placeOf = (student: string, file: string) =>
    join(course.submissions, "graded", student, "small", file);
  const ran = readFileSync(placeOf("eve", "small.ipynb"), "utf8");
  expect(ran).toContain("TypeCheckError");
  expect(ran).not.toMatch(/hunter[23]/);
  const pointsOf = (student: string) => {
    const result = readFileSync(placeOf(student, "result.json"), "utf8");
    return (JSON.parse(result) as Graded).scores.map(({ points }) => points);
  };
  expect(pointsOf("eve")).toEqual([2, 0, 1, undefined]);
  expect(readFileSync(placeOf("ann", "small.ipynb"), "utf8")).toContain(
    "Type '(n: number) => Promise<number>'",
  );
  expect(pointsOf("ann")).toEqual([2, 2, 0, undefined]);
});
