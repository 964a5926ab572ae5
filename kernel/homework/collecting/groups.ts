import type { Course } from "../course/course.ts";
import { toFolderName } from "../files/folder-name.ts";
import type { Found } from "./choose-submission.ts";
import type { Entry } from "./entry.ts";

/**
 * What counts for others of a group too: `submit --with ID,ID` names them. The course's list has the last word, else anybody
 * could replace the homework of anybody.
 * @returns an entry for each of them; who is in no group with the student who named them gets none, and a note says so
 */
export function shareInGroups(
  entries: Entry[],
  { roster }: Pick<Course, "roster">,
): Entry[] {
  return entries.flatMap((entry) =>
    entry.candidates.flatMap((candidate) =>
      (candidate.receipt?.with ?? []).flatMap((id) => {
        const [one, other] = [roster.find(entry.student), roster.find(id)];
        const isGroup = one && other && one.group === other.group;
        if (isGroup && one.group !== "")
          return [share(entry, candidate, toFolderName(other.id), other.name)];
        candidate.notes.push(
          `was done with ${id}, it says; course.csv has no group of the two, so it does not count for ${id}`,
        );
        return [];
      }),
    ),
  );
}

function share(
  { student, path }: Entry,
  candidate: Found,
  other: string,
  name: string,
): Entry {
  const notes = [...candidate.notes, `was handed in by ${student}`];
  return {
    ...{ student: other, name, path, problem: "", isOfPlatform: false },
    candidates: [{ ...candidate, notes, by: student }],
  };
}
