import { expect, test } from "vitest";
import {
  describeLateness,
  findLateness,
  readDue,
  readLateRule,
  writeDuration,
} from "../../../../kernel/homework/format/late-rule.ts";

const due = "2026-12-01T23:59+01:00";
const hours = (count: number) => readDue(due) + count * 3_600_000;
const lost = (late: string | undefined, count: number) =>
  findLateness({ due, late }, hours(count), { maxPoints: 20 }).lost;

test.each([
  [
    "10%/day, 0 after 7 days",
    { "-1": 0, 0: 0, 0.01: 2, 24: 2, 24.01: 4, 168: 14, 168.01: 20 },
  ],
  ["2 points per hour", { "-1": 0, 0.5: 2, 1: 2, 1.5: 4, 100: 20 }],
  ["5% / day, 15 minutes free", { 0.25: 0, 0.26: 1, 48: 2 }],
  ["0 after 2 days", { 1: 0, 48: 0, 48.1: 20 }],
  [undefined, { 1000: 0 }],
])("deducts by %s of 20 points what it says, by hours", (rule, expected) => {
  const times = Object.keys(expected);
  const found = times.map((time) => [time, lost(rule, Number(time))]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

test("more time for a person moves the time that it is due", () => {
  const more = { extensionMs: 86_400_000, maxPoints: 20 };
  const rule = { due, late: "10%/day" };
  expect(findLateness(rule, hours(24), more)).toEqual({ lateMs: 0, lost: 0 });
  expect(findLateness(rule, hours(25), more).lost).toBe(2);
});

test("says how late it is, and what that costs", () => {
  const late = findLateness({ due }, hours(26), { maxPoints: 20 });
  expect(describeLateness(late, undefined)).toBe(
    "late by 1 day 2 hours, which costs nothing",
  );
  expect(describeLateness({ lateMs: 1, lost: 2.5 }, "x")).toBe(
    "late by 1 minute, which costs 2.5 points (x)",
  );
  expect(describeLateness({ lateMs: 1, lost: 1 }, "x")).toMatch("1 point (x)");
  expect(describeLateness({ lateMs: 0, lost: 0 }, "x")).toBeUndefined();
  expect(writeDuration(3_600_000)).toBe("1 hour");
});

test("a rule or a time that cannot be read says how one is written", () => {
  expect(() => readLateRule("ten percent a day")).toThrow(/10%\/day/);
  expect(() => readDue("2026-12-01T23:59")).toThrow(/with its zone/);
  expect(() => readDue("2026-13-01T23:59Z")).toThrow(/with its zone/);
});
