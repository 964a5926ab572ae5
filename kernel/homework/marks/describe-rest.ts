import type { AllManualGrades } from "./manual-grades.ts";
import { byHandFile } from "./manual-grades-sheet.ts";
import type { Graded } from "../files/graded.ts";
import { printable } from "../files/printable.ts";
import type { Submissions } from "../collecting/submissions.ts";

/** What lies in the folder of submissions and was not graded, by name. */
export function describeRest({ leftOut, ofOthers }: Submissions): string[] {
  const lines = leftOut.map((each) => `left out: ${printable(each)}`);
  if (ofOthers.length > 0)
    lines.push(
      `handed in other assignments only: ${printable(ofOthers.join(", "))}`,
    );
  return lines;
}

export const describeUnread = ({ student, notes }: Graded): string =>
  printable(`could not be read: ${student}: ${notes.at(-1) ?? ""}`);

export const describeFailed = ({ student, notes }: Graded): string =>
  printable(
    `could not be graded: ${student}: ${notes.at(-1) ?? ""}. The same command tries it again`,
  );

/** What persons have given and does not count, or is for another answer by now. */
export function describeManualGrades(
  { given, unused }: AllManualGrades,
  folder: string,
): string[] {
  const file = byHandFile(folder);
  const lines = unused.map((each) => `${file}, ${each}`);
  const changed = new Map<string, string[]>();
  for (const [key, { isChanged }] of given) {
    if (!isChanged) continue;
    const [student = "", assignment, question] = key.split("\n");
    const what = `${question} of ${assignment}`;
    changed.set(what, [...(changed.get(what) ?? []), student]);
  }
  for (const [what, students] of changed)
    lines.push(
      printable(
        `changed since points were given for ${what}: ${students.join(", ")}. Look again; then empty the last cell of the line in ${file}, or give other points`,
      ),
    );
  return lines;
}
