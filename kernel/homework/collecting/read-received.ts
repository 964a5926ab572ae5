import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { checkCountersignature } from "../format/countersign.ts";
import { HomeworkError } from "../format/errors.ts";
import { readSubmission } from "../format/submission.ts";

/**
 * When a zip arrived, by the course's signature beside it. What is not the course's own counts for nothing: where students
 * can write to the folder, they could put any time there.
 * @param courseKey public, or private, PEM
 * @returns also what a teacher should know
 */
export function readReceived(
  zip: string,
  courseKey: string,
): { received?: string; problem?: string } {
  const file = `${zip}.course.json`;
  if (!existsSync(file))
    return {
      problem: "the course has not signed for it: the time is its student's",
    };
  try {
    const { receipt } = readSubmission(readFileSync(zip), basename(zip));
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return {
      received: checkCountersignature(receipt, value, courseKey).received,
    };
  } catch (error) {
    if (!(error instanceof HomeworkError || error instanceof SyntaxError))
      throw error;
    return {
      problem: `${basename(file)} is not the course's signature for it: the time is its student's`,
    };
  }
}
