import { createPrivateKey, createPublicKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { checkCountersignature, countersign } from "../format/countersign.ts";
import { HomeworkError } from "../format/errors.ts";
import { writePoints } from "../format/points.ts";
import { findReceiptCode, type Receipt } from "../format/receipt.ts";
import { readSubmission } from "../format/submission.ts";
import { CommandError, UsageError } from "../../command.ts";
import { readText, defineHomeworkCommand } from "../files/files.ts";
import { printable } from "../files/printable.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** `romanesco verify`; exit code 1 if any was changed. */
export const command = defineHomeworkCommand({
  name: "verify",
  takes: ["ZIP..."],
  about: `Says of each submission whether it is, to the byte, what its student signed, who signed it, when, and with how many points.`,
  options: {
    code: {
      type: "string",
      value: "CODE",
      help: "checks that this is the submission's receipt code: the one that the student wrote down",
    },
    "course-key": {
      type: "string",
      value: "FILE",
      help: "checks the course's signature beside each zip with its key (PEM, public or private)",
    },
    sign: {
      type: "boolean",
      default: false,
      help: "signs with the private key instead, writing ZIP.course.json (to make a key: openssl genpkey -algorithm ed25519)",
    },
  },
  run: ({ values, operands }) => verifyAll(operands, values),
});

export const { run } = command;

interface Expected {
  code?: string | undefined;
  courseKey?: string | undefined;
  sign: boolean;
}

interface Values {
  code?: string | undefined;
  "course-key"?: string | undefined;
  sign: boolean;
}

function verifyAll(paths: string[], values: Values): number {
  if (values.sign && !values["course-key"])
    throw new UsageError("--sign needs --course-key");
  const key = values["course-key"];
  const expected = {
    code: values.code,
    courseKey: key === undefined ? undefined : readText(key),
    sign: values.sign,
  };
  const good = paths.map((path) => verifyOne(path, expected));
  return good.every(Boolean) ? 0 : 1;
}

function verifyOne(path: string, expected: Expected): boolean {
  if (!existsSync(path)) throw new CommandError(`there is no file ${path}`);
  try {
    const { receipt } = readSubmission(readFileSync(path), basename(path));
    const code = findReceiptCode(receipt);
    if (expected.code && expected.code.toUpperCase() !== code)
      throw new HomeworkError(
        `its receipt code is ${code}, not ${expected.code}: it is another submission`,
      );
    const course = expected.courseKey
      ? checkCourse(path, receipt, {
          ...expected,
          courseKey: expected.courseKey,
        })
      : "";
    console.log(`unchanged: ${path}\n${describe(receipt, code)}${course}`);
    return true;
  } catch (error) {
    if (!(error instanceof HomeworkError)) throw error;
    console.log(`CHANGED: ${path}: ${printable(error.message)}`);
    return false;
  }
}

function describe(
  { student, with: others, assignment, time, due, validation, key }: Receipt,
  code: string,
): string {
  const points = `${writePoints(validation.points)} of ${writePoints(validation.maxPoints)} points before grading`;
  const who = printable(
    `${student.name} (${student.id})${others ? ` with ${others.join(", ")}` : ""}, ${assignment}, ${time}${due?.lateness ? `, ${due.lateness}` : ""}`,
  );
  return `  ${who}, ${points}\n  receipt code ${code}, student's key ${key.slice(0, 16)}`;
}

function checkCourse(
  path: string,
  receipt: Receipt,
  { courseKey, sign }: Required<Omit<Expected, "code">>,
): string {
  const file = `${path}.course.json`;
  if (sign) {
    const signed = countersign(
      receipt,
      new Date().toISOString(),
      createPrivateKey(courseKey),
    );
    writeAtomically(file, `${JSON.stringify(signed)}\n`);
    return `\n  signed by the course: ${file}`;
  }
  if (!existsSync(file))
    throw new HomeworkError(
      `there is no signature of the course beside it (${file})`,
    );
  const publicKey = createPublicKey(courseKey)
    .export({ format: "pem", type: "spki" })
    .toString();
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  return `\n  received by the course ${checkCountersignature(receipt, value, publicKey).received}`;
}
