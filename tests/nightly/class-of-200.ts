import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Notebook } from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { hashFile, signReceipt } from "../../kernel/homework/format/receipt.ts";
import { makeSeed } from "../../kernel/homework/format/seed.ts";
import { packSubmission } from "../../kernel/homework/format/submission.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import {
  answer,
  cell,
  check,
  notebook,
} from "../kernel/homework/format/samples.ts";

const heads = {
  tally: "function tally(words: string[]): Map<string, number>",
  shift: "function shift(n: number): number",
  primes: "function primes(most: number): number[]",
};

function solved(name: keyof typeof heads, body: string): string {
  return `${heads[name]} {\n  // BEGIN SOLUTION\n  ${body}\n  // END SOLUTION\n}`;
}

/** Three questions of 3, 2 and 3 points by checks, the second another for each student, and an essay of 2. */
export const source: Notebook = notebook([
  cell(
    "code",
    'import assert from "node:assert/strict";\nconst mine = Number(process.env.ROMANESCO_SEED) % 97;',
    { id: "setup", locked: true },
  ),
  cell("markdown", "## 1. Words", { id: "text-1", locked: true }),
  answer("tally", solved("tally", "return new Map();")),
  check(
    "tally-test",
    3,
    'assert.deepEqual([...tally(["b", "A", "a"])], [["a", 2], ["b", 1]]);\nassert.deepEqual([...tally([])], []);\n' +
      '// BEGIN HIDDEN TESTS\nassert.deepEqual([...tally(["x", "Y", "y", "Z", "z", "z"])], [["z", 3], ["y", 2], ["x", 1]]);\n// END HIDDEN TESTS',
  ),
  cell("markdown", "## 2. Your own number", { id: "text-2", locked: true }),
  answer("shift", solved("shift", "return 0;")),
  check("shift-test", 2, "assert.equal(shift(1000), 1000 + mine);"),
  cell("markdown", "## 3. Primes", { id: "text-3", locked: true }),
  answer("primes", solved("primes", "return [];")),
  check(
    "primes-test",
    3,
    "assert.deepEqual(primes(20), [2, 3, 5, 7, 11, 13, 17, 19]);\nassert.deepEqual(primes(1), []);",
  ),
  cell("markdown", "## 4. Why are there no even primes but 2?", {
    ...{ id: "text-4", locked: true },
  }),
  cell("markdown", "Because 2 divides them.", {
    ...{ id: "why", grade: true, solution: true, points: 2 },
  }),
]);
source.metadata.romanesco = { assignment: "words", variants: true };

/** Mulberry32: the class is the same every time. */
function makeDice(seed: number): <T>(faces: readonly T[]) => T {
  let state = seed;
  return (faces) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return faces[((mixed ^ (mixed >>> 14)) >>> 0) % faces.length]!;
  };
}

/** One of the many ways in which a person may write it; nobody copied from anybody. */
function writeTally(dice: ReturnType<typeof makeDice>): string {
  const [map, word] = [dice(["counts", "m", "seen"]), dice(["w", "each", "s"])];
  const lower = dice([`${word}.toLowerCase()`, `${word}.toLocaleLowerCase()`]);
  const add = dice([
    `${map}.set(${lower}, (${map}.get(${lower}) ?? 0) + 1);`,
    `const key = ${lower};\n    const old = ${map}.get(key);\n    if (old === undefined) ${map}.set(key, 1);\n    else ${map}.set(key, old + 1);`,
    `const key = ${lower};\n    if (!${map}.has(key)) ${map}.set(key, 0);\n    ${map}.set(key, ${map}.get(key)! + 1);`,
  ]);
  const loop = dice([
    `for (const ${word} of words) {\n    ${add}\n  }`,
    `words.forEach((${word}) => {\n    ${add}\n  });`,
    `for (let at = 0; at < words.length; at++) {\n    const ${word} = words[at]!;\n    ${add}\n  }`,
  ]);
  const order = dice([
    `return new Map([...${map}].sort((a, b) => b[1] - a[1]));`,
    `const rows = [...${map}.entries()];\n  rows.sort(([, a], [, b]) => b - a);\n  return new Map(rows);`,
    `const most = Math.max(0, ...${map}.values());\n  const sorted = new Map<string, number>();\n  for (let n = most; n > 0; n--) for (const [k, v] of ${map}) if (v === n) sorted.set(k, v);\n  return sorted;`,
    `const keys = Array.from(${map}.keys()).sort((a, b) => ${map}.get(b)! - ${map}.get(a)!);\n  return new Map(keys.map((key) => [key, ${map}.get(key)!]));`,
  ]);
  return `${heads.tally} {\n  const ${map} = new Map<string, number>();\n  ${loop}\n  ${order}\n}`;
}

function writePrimes(dice: ReturnType<typeof makeDice>): string {
  const [list, n] = [dice(["found", "out", "all"]), dice(["n", "i", "num"])];
  const bodies = [
    `const ${list}: number[] = [];\n  for (let ${n} = 2; ${n} <= most; ${n}++) {\n    let isPrime = true;\n    for (let d = 2; d * d <= ${n}; d++) if (${n} % d === 0) isPrime = false;\n    if (isPrime) ${list}.push(${n});\n  }\n  return ${list};`,
    `const sieve = new Array<boolean>(Math.max(0, most + 1)).fill(true);\n  const ${list}: number[] = [];\n  for (let ${n} = 2; ${n} <= most; ${n}++) {\n    if (!sieve[${n}]) continue;\n    ${list}.push(${n});\n    for (let m = ${n} * ${n}; m <= most; m += ${n}) sieve[m] = false;\n  }\n  return ${list};`,
    `return Array.from({ length: Math.max(0, most - 1) }, (_, at) => at + 2).filter((${n}) => {\n    for (let d = 2; d < ${n}; d++) if (${n} % d === 0) return false;\n    return true;\n  });`,
    `const ${list}: number[] = [];\n  let ${n} = 2;\n  while (${n} <= most) {\n    if (${list}.every((p) => ${n} % p !== 0)) ${list}.push(${n});\n    ${n} += 1;\n  }\n  return ${list};`,
    `const rest = new Set<number>();\n  for (let ${n} = 2; ${n} <= most; ${n}++) rest.add(${n});\n  for (const ${n} of rest) for (let m = 2 * ${n}; m <= most; m += ${n}) rest.delete(m);\n  return [...rest];`,
  ];
  return `${heads.primes} {\n  ${dice(bodies)}\n}`;
}

/** What a student hands in, and the points that it has to get by its checks. */
export interface Student {
  id: string;
  kind: Kind;
  answers: Record<string, string>;
  points: number;
  /** From whom it was copied. */
  from?: string;
}

type Kind =
  | "right"
  | "wrong"
  | "copied"
  | "late"
  | "endless"
  | "empty"
  | "typeError"
  | "ends"
  | "prints"
  | "deleted"
  | "renamed"
  | "twice";

/** How many of each there are; the rest are right. */
const kinds: [Kind, number][] = [
  ...([
    ["wrong", 40],
    ["copied", 12],
    ["late", 12],
    ["endless", 8],
    ["empty", 8],
    ["typeError", 8],
    ["ends", 4],
    ["prints", 4],
    ["deleted", 6],
    ["renamed", 6],
    ["twice", 6],
  ] as [Kind, number][]),
];

export function makeClass(size: number): Student[] {
  const dice = makeDice(1);
  const share = size / 200;
  const wanted = kinds.flatMap(([kind, count]) =>
    Array.from({ length: Math.max(1, Math.floor(count * share)) }, () => kind),
  );
  const class_: Student[] = [];
  for (let at = 0; at < size; at++) {
    // The first are right, so that there is somebody to copy from.
    const kind = wanted[at - (size - wanted.length)] ?? "right";
    class_.push(makeStudent(`s${1000 + at}`, kind, dice, class_));
  }
  return class_;
}

function makeStudent(
  id: string,
  kind: Kind,
  dice: ReturnType<typeof makeDice>,
  others: Student[],
): Student {
  const number = makeSeed("words", id) % 97;
  const answers = {
    tally: writeTally(dice),
    shift: `${heads.shift} {\n  return n + ${number};\n}`,
    primes: writePrimes(dice),
    why: `They would have 2 as a divisor, ${id} thinks.`,
  };
  const make = (changed: Partial<typeof answers>, points: number): Student => ({
    ...{ id, kind, points, answers: { ...answers, ...changed } },
  });
  switch (kind) {
    case "wrong":
      return make(
        {
          tally: answers.tally
            .replace("b[1] - a[1]", "1")
            .replace(/toLo\w*Case/g, "trim"),
        },
        5,
      );
    case "copied": {
      const right = others.filter((each) => each.kind === "right");
      const from = right[others.length % right.length]!;
      const { tally, primes } = from.answers as typeof answers;
      const changed = { tally: disguise(tally), primes: disguise(primes) };
      return { ...make(changed, 8), from: from.id };
    }
    case "endless":
      return make({ primes: `${heads.primes} {\n  for (;;);\n}` }, 5);
    case "empty":
      return { id, kind, points: 0, answers: {} };
    case "typeError":
      return make({ shift: `${heads.shift} {\n  return "n";\n}` }, 6);
    case "ends":
      return make({ primes: `${heads.primes} {\n  process.exit(0);\n}` }, 5);
    case "prints":
      return make(
        {
          primes: `${heads.primes} {\n  for (let i = 0; i < 1e6; i++) console.log("all primes up to", most);\n  return [];\n}`,
        },
        5,
      );
    default:
      return make({}, 8);
  }
}

/** What is changed first: names and comments. */
const disguise = (code: string): string =>
  code
    .replace(/\b(counts|m|seen|found|out|all)\b/g, "myResult")
    .replaceAll("\n", " // my own work\n");

/** Writes source, list of students, due time and all submissions, as zips of `romanesco submit` and as folders. */
export function writeClass(folder: string, students: Student[]): void {
  const write = (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, content);
  };
  write("source/words/words.ipynb", writeNotebook(source));
  write(
    "course.csv",
    `id,name\n${students.map(({ id }) => `${id},Student ${id}`).join("\n")}\n`,
  );
  const words = { due: "2026-12-01T12:00Z", late: "10%/day, 0 after 7 days" };
  write("course.json", JSON.stringify({ assignments: { words } }));
  for (const [at, student] of students.entries()) {
    const text = writeNotebook(fill(student));
    const { id, kind } = student;
    const day = kind === "late" ? "03" : "01";
    if (kind === "twice")
      write(
        `submitted/${zipName(id, "T080000")}`,
        pack(
          student,
          text.replace("thinks", "thought"),
          "2026-12-01T08:00:00.000Z",
        ),
      );
    if (at % 4 === 0 && kind !== "late")
      write(
        `submitted/${id}/words/${kind === "renamed" ? "My answers (2)" : "words"}.ipynb`,
        text,
      );
    else
      write(
        `submitted/${zipName(id, `T100000`, day)}`,
        pack(student, text, `2026-12-${day}T10:00:00.000Z`),
      );
  }
}

const zipName = (id: string, time: string, day = "01"): string =>
  `${id}_words_2026-12-${day}${time}Z.zip`;

function fill({ answers, kind }: Student): Notebook {
  const copy = release(source);
  const cells = copy.cells
    .map((each) => {
      const id = each.metadata.nbgrader?.grade_id ?? "";
      return { ...each, source: answers[id] ?? each.source };
    })
    .filter(
      ({ metadata }) =>
        kind !== "deleted" || metadata.nbgrader?.grade_id !== "tally-test",
    );
  return { ...copy, cells };
}

function pack({ id, kind }: Student, text: string, time: string): Uint8Array {
  const { privateKey } = generateKeyPairSync("ed25519");
  const name = kind === "renamed" ? "words-final (1).ipynb" : "words.ipynb";
  const files = { [name]: Buffer.from(text) };
  const receipt = signReceipt(
    {
      format: "romanesco receipt 1",
      student: { id, name: `Student ${id}` },
      ...{ assignment: "words", time },
      files: { [name]: hashFile(files[name]!) },
      versions: { romanesco: "0", node: "0", platform: "" },
      validation: { points: 8, maxPoints: 10, pending: 2, questions: {} },
    },
    privateKey,
  );
  return packSubmission(receipt, files);
}
