import { expect, test } from "vitest";
import { findDue } from "../../../../kernel/homework/submitting/assignment.ts";
import { describeDue } from "../../../../kernel/homework/submitting/describe-due.ts";
import { notebook } from "../format/samples.ts";

const due = { due: "2026-12-01T23:59Z", late: "10%/day" };
const at = (time: string) => describeDue(due, Date.parse(time), 20);

test("tells before submitting how much time is left, or what being late costs", () => {
  const early = at("2026-11-29T20:59Z");
  expect(early.isLate).toBe(false);
  expect(early.words).toMatch(/^Due on .* 2026.*, in 2 days 3 hours\. Late/);
  const late = at("2026-12-03T00:00Z");
  expect(late.isLate).toBe(true);
  expect(late.words).toMatch(
    /It is late by 1 day 1 minute, which costs 4 points \(10%\/day\), unless/,
  );
});

test("a due time that cannot be read does not keep a student from submitting", () => {
  const of = (own: object) =>
    findDue({ ...notebook([]), metadata: { romanesco: own } });
  expect(of(due)).toEqual(due);
  expect(of({ due: due.due })).toEqual({ due: due.due });
  expect(of({ due: "soon" })).toBeUndefined();
  expect(of({ ...due, late: "much" })).toBeUndefined();
  expect(of({})).toBeUndefined();
});
