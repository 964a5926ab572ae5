import { writePoints } from "../format/points.ts";
import type { Score } from "../format/score.ts";
import { printable } from "../files/printable.ts";
import type { ValidationEvent } from "./validation.ts";

/** A line or two for each event, as it comes. */
export function printEvent(event: ValidationEvent): void {
  for (const line of describe(event)) console.log(printable(line));
}

/** What submit tells a program besides: it waits for an answer, and at last what was handed in. */
export type SubmitEvent =
  | ({ type: "ask"; isComplete: boolean } & Along)
  | ({
      type: "receipt";
      file: string;
      student: { id: string; name: string };
      time: string;
      code: string;
    } & Along);

/** The files that go along with the notebook, and those that are too large to. */
interface Along {
  with: string[];
  without: string[];
}

/** The event as a line of JSON. */
export function printJson(event: ValidationEvent | SubmitEvent): void {
  console.log(JSON.stringify(event));
}

function describe(event: ValidationEvent): string[] {
  switch (event.type) {
    case "start":
      return [
        `${event.questions} questions, ${writePoints(event.maxPoints)} points; running from a fresh start`,
      ];
    case "problem":
      return [`  !  ${event.gradeId} ${event.message}`];
    case "failed":
      return [`     (${event.cell}: ${event.reason})`];
    case "question":
      return describeScore(event);
    case "end":
      return [describeEnd(event)];
  }
}

function describeScore(score: Score): string[] {
  const { gradeId, points, maxPoints, reasons } = score;
  const mark = points === undefined ? "?" : points === maxPoints ? "✓" : "✗";
  const got = points === undefined ? "–" : writePoints(points);
  const head = `  ${mark}  ${gradeId.padEnd(24)} ${got.padStart(4)} of ${writePoints(maxPoints)}`;
  const [first, ...rest] = reasons;
  if (first === undefined) return [head];
  return [
    `${head}   ${first}`,
    ...rest.map((reason) => `${" ".repeat(43)}${reason}`),
  ];
}

function describeEnd(end: ValidationEvent & { type: "end" }): string {
  const { points, maxPoints, pending, lost } = end;
  const byHand = pending
    ? `, ${writePoints(pending)} more to be marked by your teacher`
    : "";
  const sum = `${writePoints(points)} of ${writePoints(maxPoints)} points${byHand}`;
  if (lost === 0 && end.problems === 0)
    return `${sum}: all checks that you can see pass`;
  const missing = [
    ...(lost > 0 ? [`${count(lost, "question")} not complete`] : []),
    ...(end.problems > 0 ? [`${count(end.problems, "problem")} (!)`] : []),
  ];
  return `${sum}: ${missing.join(", ")}`;
}

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? "" : "s"}`;
