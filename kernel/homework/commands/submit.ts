import { basename, dirname, join } from "node:path";
import type { Notebook } from "../format/notebook.ts";
import { writePoints } from "../format/points.ts";
import {
  findReceiptCode,
  hashFile,
  signReceipt,
  type Receipt,
  type UnsignedReceipt,
} from "../format/receipt.ts";
import { writeLocalTime } from "../format/local-time.ts";
import { packSubmission } from "../format/submission.ts";
import { writeNotebook } from "../format/write-notebook.ts";
import {
  findAssignment,
  findCourse,
  findDue,
} from "../submitting/assignment.ts";
import { describeDue } from "../submitting/describe-due.ts";
import { describeLateness, findLateness } from "../format/late-rule.ts";
import { deliver } from "../submitting/deliver.ts";
import { readNotebook, defineHomeworkCommand } from "../files/files.ts";
import { limitOptions, type LimitValues, readLimits } from "./limit-options.ts";
import { printEvent, printJson } from "../submitting/print-validation.ts";
import { type NamedFiles, readNamedFiles } from "../collecting/named-files.ts";
import { findStudentKey } from "../submitting/student-key.ts";
import {
  ask,
  findStudent,
  keepStudent,
  readLine,
  type Student,
} from "../submitting/student.ts";
import { keepGroup, readGroup } from "../submitting/group.ts";
import { validateNotebook, type Validation } from "../submitting/validation.ts";
import { writeAtomically } from "../files/atomic-write.ts";
import { readPackageVersion } from "../../installation/package-files.ts";

/** `romanesco submit`. */
export const command = defineHomeworkCommand({
  name: "submit",
  takes: ["NOTEBOOK"],
  about: `Validates a homework notebook, tells you what is missing, and writes one zip with a signed receipt, which you upload. Works offline.`,
  options: {
    "student-id": {
      type: "string",
      value: "ID",
      help: "the id of the student who submits; asked once, then kept in the notebook",
    },
    name: {
      type: "string",
      value: "NAME",
      help: "the student's name, kept in the same way",
    },
    with: {
      type: "string",
      value: "ID,ID",
      help: "ids of the student's partners, kept in the notebook; it counts for those whom the course's list puts into one group",
    },
    yes: {
      type: "boolean",
      default: false,
      help: "submits even if something is missing, without asking",
    },
    out: {
      type: "string",
      value: "DIR",
      help: "the folder for the zip (default: beside the notebook)",
    },
    address: {
      type: "string",
      value: "A",
      help: "also delivers it to a folder or an https:// address (default: the notebook's own, if it has one)",
    },
    "cell-limit": limitOptions["cell-limit"],
    json: {
      type: "boolean",
      default: false,
      help: "prints one event per line, for programs; reads answers from the input, one per line",
    },
  },
  run: ({ values, operands }) => submit(operands[0]!, values),
});

export const { run } = command;

interface Values extends LimitValues {
  "student-id"?: string | undefined;
  name?: string | undefined;
  with?: string | undefined;
  yes: boolean;
  out?: string | undefined;
  address?: string | undefined;
  json: boolean;
}

async function submit(path: string, values: Values): Promise<number> {
  const limits = readLimits(values);
  const given = readNotebook(path);
  const student = await findStudent(
    { id: values["student-id"], name: values.name },
    given,
  );
  const group = readGroup(values.with, given, student.id);
  const notebook = keepGroup(keepStudent(given, student), group);
  const text = writeNotebook(notebook);
  if (text !== writeNotebook(given))
    writeAtomically(path, text, { replace: true });
  const tell = values.json ? printJson : printEvent;
  if (group.length > 0 && !values.json)
    console.log(`Together with ${group.join(", ")}`);
  const validation = await validateNotebook(notebook, path, limits, tell);
  const named = readNamedFiles(notebook, dirname(path));
  const isLate = tellDue(notebook, validation, values.json);
  const isForProgram = values.json;
  const asked = { ...validation, isLate, named, isForProgram };
  if (!values.yes && !(await isWanted(asked))) {
    console.log("not submitted");
    return 1;
  }
  const course = findCourse(notebook);
  const address = values.address ?? course.address;
  const { zip, receipt } = handIn({
    path,
    notebook,
    text,
    student,
    group,
    validation,
    named,
    out: values.out ?? dirname(path),
    address,
    isForProgram: values.json,
  });
  if (address === undefined) return 0;
  await deliver(zip, receipt, { address, key: course.key });
  if (values.json) printJson({ type: "delivered", address });
  return 0;
}

/** Says when it is due, if the course has said so. @returns whether that is over */
function tellDue(
  notebook: Notebook,
  { sum }: Validation,
  isForProgram: boolean,
): boolean {
  const due = findDue(notebook);
  if (!due) return false;
  const { words, isLate } = describeDue(due, Date.now(), sum.maxPoints);
  if (isForProgram) printJson({ type: "due", words, isLate });
  else console.log(words);
  return isLate;
}

interface Asked extends Validation {
  isLate: boolean;
  named: NamedFiles;
  isForProgram: boolean;
}

async function isWanted(asked: Asked): Promise<boolean> {
  const { problems, sum, isLate, named, isForProgram } = asked;
  const isComplete =
    problems.length === 0 && sum.points + sum.pending === sum.maxPoints;
  if (isForProgram) {
    printJson({ type: "ask", isComplete, isLate, ...describeNamed(named) });
    return isYes(await readLine());
  }
  if (isComplete && !isLate) return true;
  const question = isComplete
    ? "Submit it late? [y/N] "
    : "Some questions are incomplete. Submit anyway? [y/N] ";
  return isYes(await ask(question, "--yes"));
}

const describeNamed = ({ files, tooLarge }: NamedFiles) => ({
  with: Object.keys(files),
  without: tooLarge,
});

const isYes = (answer: string): boolean => /^y(es)?$/i.test(answer.trim());

interface HandedIn {
  path: string;
  notebook: Notebook;
  text: string;
  student: Student;
  /** Ids of the others. */
  group: string[];
  validation: Validation;
  named: NamedFiles;
  out: string;
  /** Of the course, if it has one. */
  address: string | undefined;
  isForProgram: boolean;
}

/** Writes the zip and says so. */
function handIn(handedIn: HandedIn): { zip: string; receipt: Receipt } {
  const { path, notebook, text, student, named, out } = handedIn;
  const time = new Date().toISOString();
  const name = basename(path);
  const assignment = findAssignment(notebook, name);
  const files = {
    [name]: Buffer.from(text),
    ...named.files,
    // As nbgrader reads and writes it.
    "timestamp.txt": Buffer.from(
      `${time.replace("T", " ").replace("Z", "")} UTC\n`,
    ),
  };
  const receipt = makeReceipt(handedIn, { assignment, time, files });
  const stamp = time.replace(/:/g, "").replace(/\.\d+/, "");
  const zip = join(out, `${student.id}_${assignment}_${stamp}.zip`);
  // In a home that is open to others, the answers are not.
  writeAtomically(zip, packSubmission(receipt, files), { mode: 0o600 });
  tell(zip, receipt, handedIn);
  return { zip, receipt };
}

function makeReceipt(
  { notebook, student, validation, group }: HandedIn,
  {
    assignment,
    time,
    files,
  }: { assignment: string; time: string; files: Record<string, Buffer> },
): Receipt {
  const hashes = Object.entries(files).map(([file, content]) => [
    file,
    hashFile(content),
  ]);
  return signReceipt(
    {
      format: "romanesco receipt 1",
      student,
      ...(group.length > 0 && { with: group }),
      assignment,
      time,
      ...describeLate(notebook, validation, time),
      files: Object.fromEntries(hashes) as Record<string, string>,
      versions: {
        romanesco: readPackageVersion(),
        node: process.versions.node,
        platform: `${process.platform} ${process.arch}`,
      },
      validation: summarize(validation),
    },
    findStudentKey(),
  );
}

/** What the receipt says of the time that it is due. */
function describeLate(
  notebook: Notebook,
  { sum }: Validation,
  time: string,
): Pick<UnsignedReceipt, "due"> {
  const due = findDue(notebook);
  if (!due) return {};
  const { maxPoints } = sum;
  const late = findLateness(due, Date.parse(time), { maxPoints });
  const lateness = describeLateness(late, due.late);
  return { due: { ...due, ...(lateness !== undefined && { lateness }) } };
}

function tell(
  zip: string,
  receipt: Receipt,
  { student, named, address, isForProgram }: HandedIn,
): void {
  const { time } = receipt;
  const code = findReceiptCode(receipt);
  if (isForProgram)
    return printJson({
      ...{ type: "receipt", file: zip, student, time, code, address },
      late: receipt.due?.lateness,
      ...describeNamed(named),
    });
  const { points, maxPoints } = receipt.validation;
  console.log(`saved as ${zip}`);
  const along = describeNamed(named);
  if (along.with.length > 0) console.log(`with ${along.with.join(", ")}`);
  if (along.without.length > 0)
    console.log(
      `without, since they are too large: ${along.without.join(", ")}`,
    );
  console.log(
    `${student.name} (${student.id}), ${writeLocalTime(time)}, ${writePoints(points)} of ${writePoints(maxPoints)} points before grading`,
  );
  if (receipt.due?.lateness !== undefined) console.log(receipt.due.lateness);
  console.log(
    `receipt code ${code}: write it down. It proves what you submitted`,
  );
  if (address === undefined)
    console.log(
      "Nothing has left this machine yet: upload that file where your course collects homework",
    );
}

function summarize({ scores, sum }: Validation): UnsignedReceipt["validation"] {
  const questions = scores.map(({ gradeId, points }) => [
    gradeId,
    points ?? null,
  ]);
  return {
    ...sum,
    questions: Object.fromEntries(questions) as Record<string, number | null>,
  };
}
