import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graded } from "../../kernel/homework/files/graded.ts";
import type { Cell } from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import {
  answer,
  cell,
  check,
  notebook,
} from "../kernel/homework/format/samples.ts";
import { attacks } from "./attacks.ts";
import { romanesco } from "./romanesco.ts";
import { SmallCourse } from "./small-course.ts";

// Many questions in few notebooks: each answer is an attack, and wrong. Between them stand answers that are right.
const unchecked = "// @ts-nocheck\n";
const names = Object.keys(attacks);
const idOf = (at: number) => `f${at}`;

const checksOf = (id: string): Cell[] => [
  check(
    `${id}-assert`,
    1,
    `${unchecked}{\n  const note = () => {};\n  assert.equal(await ${id}(3, note), 6);\n}`,
  ),
  check(
    `${id}-points`,
    1,
    `${unchecked}givePoints(1, [[(await ${id}(3)) === 6, "6"], [(await ${id}(4)) === 8, "8"]])`,
  ),
];

const setup = cell(
  "code",
  `${unchecked}import assert from "node:assert/strict";
const secretOfTheCheck = 6;
function givePoints(points, checks) {
  const held = checks.filter(([holds]) => holds === true).length;
  for (const [holds, expected] of checks) if (!holds) console.log("not yet: " + JSON.stringify(expected));
  return Math.round((100 * points * held) / checks.length) / 100;
}`,
  { id: "setup", locked: true },
);

/** Questions f0, f1, ...; and an honest one behind them. */
const questions = (ids: string[]): Cell[] =>
  [...ids, "honest"].flatMap((id) => [
    answer(
      id,
      `${unchecked}// BEGIN SOLUTION\nconst ${id} = (n) => 2 * n;\n// END SOLUTION`,
    ),
    ...checksOf(id),
  ]);

const groupSize = 8;
const groups = Array.from(
  { length: Math.ceil(names.length / groupSize) },
  (_, group) => names.slice(group * groupSize, (group + 1) * groupSize),
);

const course = new SmallCourse();
const source = notebook([
  setup,
  ...questions(Array.from({ length: groupSize }, (_, at) => idOf(at))),
]);

beforeAll(async () => {
  const file = join(course.folder, "source", "wall", "wall.ipynb");
  course.write(file, writeNotebook(source));
  const copy = release(source);
  for (const [group, inIt] of groups.entries()) {
    const cells = copy.cells.map((each) => {
      const id = each.metadata.nbgrader?.grade_id ?? "";
      const attack = attacks[inIt[Number(id.slice(1))] ?? ""];
      if (id === "honest")
        return { ...each, source: `${unchecked}const honest = (n) => 2 * n;` };
      if (!/^f\d+$/.test(id) || attack === undefined) return each;
      return { ...each, source: unchecked + attack.replaceAll("$", id) };
    });
    const place = join(course.submissions, `group-${group}`, "wall");
    course.write(join(place, "wall.ipynb"), writeNotebook({ ...copy, cells }));
  }
  const { code, err } = await romanesco([
    ...["grade", course.submissions, "--source", file],
    ...["--cell-limit", "8", "--limit", "400"],
  ]);
  expect([code, err]).toEqual([0, ""]);
}, 300_000);
afterAll(() => course.remove());

function pointsOf(group: number): Record<string, number | undefined> {
  const place = join(course.submissions, "graded", `group-${group}`, "wall");
  const { scores } = JSON.parse(
    readFileSync(join(place, "result.json"), "utf8"),
  ) as Graded;
  return Object.fromEntries(
    scores.map(({ gradeId, points }) => [gradeId, points]),
  );
}

test.each(names.map((name, at) => [name, at] as const))(
  "an answer that %s earns nothing",
  (_, at) => {
    const points = pointsOf(Math.floor(at / groupSize));
    const id = idOf(at % groupSize);
    expect([points[`${id}-assert`], points[`${id}-points`]]).toEqual([0, 0]);
  },
);

test.each([...groups.keys()])(
  "group %i: right answers earn their points",
  (at) => {
    const points = pointsOf(at);
    expect([points["honest-assert"], points["honest-points"]]).toEqual([1, 1]);
  },
);
