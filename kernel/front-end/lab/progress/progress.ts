/** What quizzes say of their answers, in their output. */
export const quizMimeType = "application/vnd.romanesco.quiz+json";

/** What of a notebook was run and answered: its metadata keeps it as `romanesco.progress`. */
export interface Progress {
  /** Ids of the code cells that ended as they should, in the order in which they first did. */
  readonly ran: readonly string[];
  /** By question: what was said last of its answer. */
  readonly quiz: Readonly<Record<string, Verdict>>;
}

export type Verdict = (typeof verdicts)[number];
const verdicts = ["open", "right", "wrong"] as const;

/** As much of a cell as an index shows. */
export interface IndexedCell {
  readonly id: string;
  readonly isCode: boolean;
  readonly source: string;
}

/** What stands under one heading. */
export interface Section {
  title: string;
  /** Place of the heading's cell. */
  at: number;
  /** How many of its cells are code, and how many of those were run. */
  cells: number;
  ran: number;
}

export const nothingRun: Progress = { ran: [], quiz: {} };

/** @param own the notebook's metadata of ours; @returns undefined if the notebook keeps no progress */
export function readProgress(own: unknown): Progress | undefined {
  const kept = fieldsOf(fieldsOf(own)?.["progress"]);
  if (kept === undefined) return undefined;
  const ran = Array.isArray(kept["ran"]) ? kept["ran"] : [];
  return {
    ran: ran.filter((id) => typeof id === "string"),
    quiz: readVerdicts(kept["quiz"]),
  };
}

/** @returns the same object if there is nothing new in it */
export function addRun(progress: Progress, id: string): Progress {
  if (progress.ran.includes(id)) return progress;
  return { ...progress, ran: [...progress.ran, id] };
}

/** @param said by a quiz, of the questions that it asks; @returns the same object if there is nothing new in it */
export function addQuiz(progress: Progress, said: unknown): Progress {
  const quiz = { ...progress.quiz, ...readVerdicts(said) };
  const isNew = Object.entries(quiz).some(
    ([name, verdict]) => progress.quiz[name] !== verdict,
  );
  return isNew ? { ...progress, quiz } : progress;
}

/** The headings that have code, each with what was run of it. */
export function findSections(
  cells: readonly IndexedCell[],
  { ran }: Progress,
): Section[] {
  const sections: Section[] = [];
  cells.forEach(({ id, isCode, source }, at) => {
    const title = isCode ? undefined : findTitle(source);
    if (title !== undefined) sections.push({ title, at, cells: 0, ran: 0 });
    const last = sections.at(-1);
    if (!isCode || last === undefined) return;
    last.cells++;
    if (ran.includes(id)) last.ran++;
  });
  return sections.filter((section) => section.cells > 0);
}

/** "12 of 31 cells run, 2 of 3 answers right" */
export function describe(
  cells: readonly IndexedCell[],
  progress: Progress,
): string {
  const { ran, all } = count(cells, progress);
  const answers = Object.values(progress.quiz);
  const right = answers.filter((verdict) => verdict === "right").length;
  return (
    `${ran} of ${all} cells run` +
    (answers.length === 0
      ? ""
      : `, ${right} of ${answers.length} answers right`)
  );
}

export function count(
  cells: readonly IndexedCell[],
  { ran }: Progress,
): { ran: number; all: number } {
  const code = cells.filter(({ isCode }) => isCode);
  return {
    ran: code.filter(({ id }) => ran.includes(id)).length,
    all: code.length,
  };
}

function findTitle(source: string): string | undefined {
  const [, title] = /^#{1,3} +(.+)/.exec(source) ?? [];
  return title?.replaceAll(/[`*]/g, "").trim();
}

function readVerdicts(value: unknown): Record<string, Verdict> {
  const entries = Object.entries(fieldsOf(value) ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, Verdict] =>
      verdicts.includes(entry[1] as Verdict),
    ),
  );
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  const isObject =
    typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}
