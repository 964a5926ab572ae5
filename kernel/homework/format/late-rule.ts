import { HomeworkError } from "./errors.ts";
import { writePoints } from "./points.ts";

/** When an assignment is due, and what coming later costs; both as the teacher has written them. */
export interface Due {
  /** With its zone: 2026-12-01T23:59+01:00. */
  due: string;
  /** "10%/day, 0 after 7 days"; without it nothing is deducted. */
  late?: string | undefined;
}

/** What a rule of lateness says. */
interface LateRule {
  /** Of the assignment's points, for each begun period. */
  share: number;
  points: number;
  periodMs: number;
  /** Nothing counts after it. */
  endMs: number;
  /** Costs nothing. */
  graceMs: number;
}

/** How late something came, and what that costs. */
export interface Lateness {
  /** 0 if it was in time. */
  lateMs: number;
  /** Points that are deducted. */
  lost: number;
}

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
type Unit = keyof typeof units;
const number = String.raw`(\d+(?:\.\d+)?)`;
const rate = new RegExp(`^${number}\\s*(%|points?) ?(?:/|per|a) ?(hour|day)$`);
const end = new RegExp(`^0 after ${number} (minute|hour|day)s?$`);
const grace = new RegExp(`^${number} (minute|hour|day)s? free$`);

/** @throws HomeworkError that shows how one is written */
export function readLateRule(text = ""): LateRule {
  const rule = { share: 0, points: 0, periodMs: units.day };
  const read = { ...rule, endMs: Infinity, graceMs: 0 };
  for (const part of text.split(",").map((each) => each.trim().toLowerCase())) {
    const [, amount, kind, period] = rate.exec(part) ?? [];
    const [, ends, endUnit] = end.exec(part) ?? [];
    const [, free, freeUnit] = grace.exec(part) ?? [];
    if (amount !== undefined) {
      if (kind === "%") read.share = Number(amount) / 100;
      else read.points = Number(amount);
      read.periodMs = units[period as Unit];
    } else if (ends !== undefined)
      read.endMs = Number(ends) * units[endUnit as Unit];
    else if (free !== undefined)
      read.graceMs = Number(free) * units[freeUnit as Unit];
    else if (part !== "")
      throw new HomeworkError(
        `"${part}" is no rule for what is late. One is made of parts like these: 10%/day, 2 points/hour, 15 minutes free, 0 after 7 days`,
      );
  }
  return read;
}

/** @returns milliseconds; @throws HomeworkError if it is no time, or does not say its zone */
export function readDue(text: string): number {
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(
    text,
  );
  const at = isTime ? Date.parse(text.replace(" ", "T")) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new HomeworkError(
    `"${text}" is no time to be due. Write it with its zone: 2026-12-01T23:59+01:00, or 2026-12-01T22:59Z`,
  );
}

/**
 * @param at when it came, in milliseconds
 * @param extensionMs added to the time that it is due
 * @param maxPoints of the assignment, of which the rule's percents are
 */
export function findLateness(
  { due, late }: Due,
  at: number,
  { extensionMs = 0, maxPoints }: { extensionMs?: number; maxPoints: number },
): Lateness {
  const rule = readLateRule(late);
  const lateMs = Math.max(0, at - readDue(due) - extensionMs);
  if (lateMs <= rule.graceMs) return { lateMs, lost: 0 };
  if (lateMs > rule.endMs) return { lateMs, lost: maxPoints };
  const periods = Math.ceil(lateMs / rule.periodMs);
  const lost = periods * (rule.share * maxPoints + rule.points);
  return { lateMs, lost: Math.min(maxPoints, lost) };
}

/** "1 day 2 hours"; its two largest units. */
export function writeDuration(ms: number): string {
  let rest = Math.max(1, Math.ceil(ms / units.minute)) * units.minute;
  const parts: string[] = [];
  for (const unit of ["day", "hour", "minute"] as const) {
    const count = Math.floor(rest / units[unit]);
    rest -= count * units[unit];
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return parts.slice(0, 2).join(" ");
}

/** A sentence about what came late; undefined for what came in time. */
export function describeLateness(
  { lateMs, lost }: Lateness,
  rule: string | undefined,
): string | undefined {
  if (lateMs === 0) return undefined;
  const costs =
    lost === 0
      ? "which costs nothing"
      : `which costs ${writePoints(lost)} ${lost === 1 ? "point" : "points"}`;
  return `late by ${writeDuration(lateMs)}, ${costs}${rule ? ` (${rule})` : ""}`;
}
