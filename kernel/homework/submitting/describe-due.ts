import {
  describeLateness,
  findLateness,
  readDue,
  writeDuration,
  type Due,
} from "../format/late-rule.ts";
import { writeLocalTime } from "../format/local-time.ts";

/**
 * When it is due, for the student who is about to submit: the time that is left, or what being late costs.
 * @param at now, in milliseconds
 * @param maxPoints of the assignment
 */
export function describeDue(
  due: Due,
  at: number,
  maxPoints: number,
): { words: string; isLate: boolean } {
  const time = writeLocalTime(new Date(readDue(due.due)).toISOString());
  const lateness = findLateness(due, at, { maxPoints });
  const late = describeLateness(lateness, due.late);
  if (late !== undefined)
    return {
      words: `It was due on ${time}. It is ${late}, unless your course gives you more time`,
      isLate: true,
    };
  const left = writeDuration(readDue(due.due) - at);
  const rule = due.late ? `. Late work: ${due.late}` : "";
  return { words: `Due on ${time}, in ${left}${rule}`, isLate: false };
}
