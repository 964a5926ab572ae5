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

/** What persons have given and does not count, or is for another answer by now. */
export function describeManualGrades(
  { given, unused }: AllManualGrades,
  folder: string,
): string[] {
  const file = byHandFile(folder);
  const lines = unused.map((each) => `${file}, ${each}`);
  for (const [key, { isChanged }] of given)
    if (isChanged) {
      const [student, assignment, question] = key.split("\n");
      lines.push(
        printable(
          `changed since its points were given: ${question} of ${student}, ${assignment}. Look again; then empty the line's last cell in ${file}, or give other points`,
        ),
      );
    }
  return lines;
}
