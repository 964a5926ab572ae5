import type { PlatformStudent } from "../files/graded.ts";

/** Whose a file or folder is, by how learning platforms name what they collect. */
export interface PlatformName {
  student: string;
  /** Of the person; empty if the platform does not say it. */
  name: string;
  /** The file as the student named it; undefined for a folder. */
  file?: string;
  assignment?: string;
  /** As written. */
  time?: string;
  isLate?: boolean;
  platform?: PlatformStudent;
}

/**
 *     Moodle     Ann Smith_123_assignsubmission_file_           a folder, or in front of each file
 *     Canvas     smithann_LATE_123_456_hw1.ipynb                in front of each file
 *     nbgrader   ann+hw1+2026-11-23 10:00:00 UTC                a folder in its exchange
 */
export function readPlatformName(entry: string): PlatformName | undefined {
  const moodle =
    /^(?<name>.+)_(?<id>\d+)_assignsubmission_[a-z]+(?:_(?<file>.*))?$/.exec(
      entry,
    )?.groups;
  if (moodle)
    return {
      student: `${moodle.name}_${moodle.id}`,
      name: moodle.name!,
      platform: { kind: "Moodle", id: moodle.id!, name: moodle.name! },
      ...(moodle.file && { file: moodle.file }),
    };
  const canvas =
    /^(?<name>[^_]+)_(?<late>LATE_)?(?<id>\d+)_\d+_(?<file>.+)$/.exec(
      entry,
    )?.groups;
  if (canvas)
    return {
      student: `${canvas.name}_${canvas.id}`,
      name: "",
      file: canvas.file!,
      isLate: canvas.late !== undefined,
      platform: { kind: "Canvas", id: canvas.id!, name: "" },
    };
  const exchange =
    /^(?<student>[^+]+)\+(?<assignment>[^+]+)\+(?<time>\d{4}-[^+]+)(?:\+|$)/.exec(
      entry,
    )?.groups;
  if (!exchange) return undefined;
  const { student, assignment, time } = exchange;
  return { student: student!, name: "", assignment: assignment!, time: time! };
}

/** What Gradescope's submission_metadata.yml says of its folders: their submitters' ids and names, and the times. */
export function readGradescope(text: string): Map<string, PlatformName> {
  const folders = new Map<string, PlatformName>();
  for (const part of text.split(/^(?=\S+:\s*$)/m)) {
    const folder = /^(\S+):/.exec(part)?.[1];
    const field = (name: string) =>
      new RegExp(`^\\s+(?:- )?:${name}:[ \\t]*(\\S.*)$`, "m")
        .exec(part)?.[1]
        ?.trim()
        .replace(/^(['"])(.*)\1$/, "$2");
    const name = field("name") ?? "";
    const student = field("sid") ?? field("email") ?? folder;
    const time = field("created_at");
    if (folder !== undefined && student !== undefined)
      folders.set(folder, {
        ...{ student, name, ...(time && { time }) },
        platform: { kind: "Gradescope", id: "", name },
      });
  }
  return folders;
}
