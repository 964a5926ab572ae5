import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../../../kernel/command.ts";
import { parseNotebook } from "../../../../kernel/homework/format/notebook.ts";
import { writeNotebook } from "../../../../kernel/homework/format/write-notebook.ts";
import { keepStudent } from "../../../../kernel/homework/submitting/student.ts";
import {
  keepGroup,
  readGroup,
} from "../../../../kernel/homework/submitting/group.ts";
import { notebook } from "../format/samples.ts";
import { EssayCourse } from "./essay-course.ts";

const course = new EssayCourse();
const time = (hour: number) => `2026-12-01T${hour}:00:00.000Z`;

beforeAll(async () => {
  course.write(
    "course.csv",
    "id,name,group\nann,Ann,red\nbob,Bob,red\ncy,Cy,red\ndot,Dot,\neve,Eve,\nfay,Fay,\ngus,Gus,red\n",
  );
  await course.begin();
  course.submit("ann", time(10), { more: { with: ["bob", "cy"] } });
  // Has handed in something of his own since.
  course.submit("cy", time(11));
  // Names somebody who is in no group with her, and somebody whom nobody knows.
  course.submit("dot", time(12), { more: { with: ["eve", "bob", "zoe"] } });
  course.submit("eve", time(10));
  for (const [folder, id] of [
    ["fay", "dot"],
    ["gus", "ann"],
  ] as const) {
    const copy = parseNotebook(course.answer(`of ${folder}`), folder);
    const theirs = keepStudent(copy, { id, name: "" });
    course.write(
      `submitted/${folder}/essay/essay.ipynb`,
      writeNotebook(theirs),
    );
  }
});
afterAll(() => course.remove());

test("what a group hands in counts for all of it by the course's list, and for nobody else", async () => {
  const { out } = await course.grade();
  const by = (student: string) =>
    course
      .read(`${student}/essay/essay.ipynb`)
      .match(/of (ann|bob|cy|dot|eve)/);
  expect(by("bob")?.[1]).toBe("ann");
  expect(by("cy")?.[1]).toBe("cy");
  expect(by("eve")?.[1]).toBe("eve");
  expect(out).toMatch(/bob .*\n.*! was handed in by ann/);
  for (const each of ["eve", "bob", "zoe"])
    expect(out).toContain(
      `was done with ${each}, it says; course.csv has no group of the two`,
    );
  expect(out).not.toContain("different keys");
  // Of another, and not of the group.
  expect(out.match(/its notebook has the id of .*/g)).toEqual([
    "its notebook has the id of dot in it",
  ]);
  expect(out).toMatch(/fay .*\n.*! its notebook has the id of dot/);
  expect(JSON.parse(course.read("bob/essay/result.json"))).toMatchObject({
    student: "bob",
    name: "Bob",
  });
});

test("a group's ids are checked before they are kept, and kept in the notebook", () => {
  const empty = notebook([]);
  const group = readGroup(" s2, s3,s1,s2", empty, "s1");
  expect(group).toEqual(["s2", "s3"]);
  const kept = keepGroup(empty, group);
  expect(readGroup(undefined, kept, "s1")).toEqual(["s2", "s3"]);
  expect(readGroup("", kept, "s1")).toEqual([]);
  expect(keepGroup(kept, []).metadata.romanesco).toEqual({});
  expect(() => readGroup("s 2", empty, "s1")).toThrow(UsageError);
});
