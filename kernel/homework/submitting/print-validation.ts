import { writePoints } from "../format/points.ts";
import { printable } from "../files/printable.ts";
import type { Question, ValidationEvent } from "./validation.ts";

/** A line or two for each event, as it comes. */
export function printEvent(event: ValidationEvent): void {
  for (const line of describe(event)) console.log(printable(line));
}

/** What submit tells a program besides: it waits for an answer, and at last what was handed in. */
export type SubmitEvent =
  | ({ type: "ask"; isComplete: boolean; isLate: boolean } & Along)
  | { type: "due"; words: string; isLate: boolean }
  | ({
      type: "receipt";
      file: string;
      student: { id: string; name: string };
      time: string;
      code: string;
      /** How late it is, in words. */
      late?: string | undefined;
      /** Where the course takes it; without one the student has to upload the file. */
      address?: string | undefined;
    } & Along)
  | { type: "delivered"; address: string };

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
      return [`  !  ${event.title}: ${event.message}`];
    case "slow":
      return [`     (${describeSlow(event)})`];
    case "failed":
      return [`     (${event.cell}: ${event.reason})`];
    case "question":
      return describeQuestion(event);
    case "end":
      return [describeEnd(event)];
  }
}

/** @returns such as "still running: a cell of Question 2; it is stopped after 120 s" */
function describeSlow({
  cell,
  limitSeconds,
}: ValidationEvent & { type: "slow" }): string {
  return `still running: ${cell}; it is stopped after ${limitSeconds} s`;
}

const marks = { passed: "✓", lost: "✗", open: "?", unwritten: "–" };

function describeQuestion(question: Question): string[] {
  const { title, state, reasons } = question;
  const head = `  ${marks[state]}  ${title} (${describeResult(question)})`;
  return [head, ...reasons.map((reason) => `       ${reason}`)];
}

function describeResult({
  state,
  checks,
  points,
  maxPoints,
}: Question): string {
  if (state === "unwritten") return "not written yet";
  const got = points === undefined ? "–" : writePoints(points);
  return checks ?? `${got} of ${writePoints(maxPoints)} points`;
}

function describeEnd(end: ValidationEvent & { type: "end" }): string {
  const { points, maxPoints, pending, lost, unwritten } = end;
  const byHand = pending
    ? `, ${writePoints(pending)} more to be marked by your teacher`
    : "";
  const sum = `${writePoints(points)} of ${writePoints(maxPoints)} points${byHand}`;
  if (lost === 0 && unwritten === 0 && end.problems === 0)
    return `${sum}: all checks that you can see pass. ${mayDiffer}`;
  const missing = [
    ...(unwritten > 0
      ? [`${count(unwritten, "question")} not written yet`]
      : []),
    ...(lost > 0 ? [`${count(lost, "question")} not complete`] : []),
    ...(end.problems > 0 ? [`${count(end.problems, "problem")} (!)`] : []),
  ];
  return `${sum}: ${missing.join(", ")}. ${mayDiffer}`;
}

/** The grade may be less: hidden tests are in no student's copy. */
const mayDiffer =
  "Grading may have more checks than you can see, so points may change";

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? "" : "s"}`;
