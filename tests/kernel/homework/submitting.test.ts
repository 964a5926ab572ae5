import { expect, test } from "vitest";
import { takeCheckCount } from "../../../kernel/homework/format/check-count.ts";
import { writeLocalTime } from "../../../kernel/homework/format/local-time.ts";
import type { Cell } from "../../../kernel/homework/format/notebook.ts";
import {
  explainWrongId,
  explainWrongIds,
} from "../../../kernel/homework/format/student-id.ts";
import { findAnswer } from "../../../kernel/homework/front-end/find-answer.ts";
import {
  fromFields,
  isRight,
  keepWho,
  readWho,
} from "../../../kernel/homework/front-end/who.ts";
import { Unwritten } from "../../../kernel/homework/submitting/unwritten.ts";
import { cell } from "./format/samples.ts";

test.each(["s123", "ann@example.org", "ann_b.smith-2", "0815"])(
  "takes %s as a student id",
  (id) => {
    expect(explainWrongId(id)).toBeUndefined();
  },
);

test.each([
  ["", "is missing"],
  ["ann smith", "a space"],
  ["jürgen", '"ü"'],
  ["a/b", '"/"'],
  ["a+b", '"+"'],
  ["..", 'begins with "."'],
  ["x".repeat(65), "65 characters"],
])(
  "says of the student id %j what is wrong, and what one may look like",
  (id, fault) => {
    expect(explainWrongId(id)).toContain(fault);
    expect(explainWrongId(id)).toContain("ann@example.org");
  },
);

test("checks each id of a group, keeps none that is wrong, and of nobody nothing", () => {
  expect(explainWrongIds("s124, s125;s126")).toBeUndefined();
  expect(explainWrongIds(" ")).toBeUndefined();
  expect(explainWrongIds("s124, jürgen")).toContain('"ü"');
  expect(explainWrongIds("s124 s125")).toMatch(/a space.* stands a comma/);
  const alone = { assignment: "photos", student: { id: "s1", name: "Ann" } };
  const others = fromFields(["s1", "Ann", "s1, s2;s3,s2"]);
  const kept = keepWho(alone, others);
  expect(kept).toEqual({ ...alone, with: ["s2", "s3"] });
  expect(readWho(kept)).toEqual(others);
  expect(keepWho(kept, fromFields(["s1", "Ann", ""]))).toEqual(alone);
  expect(isRight({ ...others, others: ["s/2"] })).toBe(false);
});

test("writes a time in the words of the place", () => {
  const time = "2026-11-29T22:40:12.345Z";
  expect(writeLocalTime(time, "UTC")).toBe(
    "Sunday 29 November 2026, 22:40 (UTC)",
  );
  expect(writeLocalTime(time, "Asia/Tokyo")).toMatch(
    /^Monday 30 November 2026, 07:40 /,
  );
  expect(writeLocalTime("soon")).toBe("soon");
});

test("finds the student's own cell of a question, not the check", () => {
  const roles = [
    {},
    { grade_id: "a", solution: true },
    { grade_id: "a-test" },
    { grade_id: "b-test" },
    { grade_id: "essay", solution: true },
  ];
  expect(
    ["a-test", "b-test", "essay", "gone"].map((id) => findAnswer(roles, id)),
  ).toEqual([1, 1, 4, -1]);
  expect(findAnswer([{}, { grade_id: "a-test" }], "a-test")).toBe(1);
});

const failed = (source: string, ename: string, evalue: string): Cell => ({
  ...cell("code", source),
  outputs: [{ output_type: "error", ename, evalue, traceback: [] }],
});

test("knows what fails only because an answer is not written yet", () => {
  const unwritten = new Unwritten();
  const missing = (name: string) =>
    unwritten.explains(
      failed("0", "TypeCheckError", `TS2304: Cannot find name '${name}'.`),
    );
  expect(missing("times")).toBe(false);
  expect(
    unwritten.explains(
      failed("const times = await f()", "Error", "Not implemented"),
    ),
  ).toBe(true);
  expect([missing("times"), missing("time")]).toEqual([true, false]);
  expect(
    unwritten.explains(failed("1", "ReferenceError", "times is not defined")),
  ).toBe(true);
  expect(unwritten.explains(failed("1", "Error", "no photos"))).toBe(false);
  expect(unwritten.explains(cell("code", "1"))).toBe(false);
});

test("reads how many parts of a check hold", () => {
  const said = "not yet: expected 1, got 2";
  expect(takeCheckCount([said, "1 of 3 checks hold"])).toEqual({
    checks: "1 of 3 checks",
    rest: [said],
  });
  expect(takeCheckCount([said])).toEqual({ checks: undefined, rest: [said] });
});
