import type { AskTypes } from "./declarations.ts";
import type { Question } from "./gaps.ts";
import type { CellNames } from "./names.ts";
import { moduleOf, scopeOf, type Overlay } from "./overlay.ts";
import { importLine } from "./scope-lines.ts";

/** A variable of which more may be known at the end of a cell than where it is declared. */
export interface Candidate {
  name: string;
  /** Its type at the cell's end, and the one that it is declared with. */
  questions: [Question, Question];
  /** What may be assigned to it, or what a later cell may compare it with, is wider than what it holds now. */
  mayChange: boolean;
}

/** The variables whose types TypeScript may know better at the end of a cell that ran to it. */
export function findCandidates(
  { declared, free }: CellNames,
  overlay: Overlay,
): Candidate[] {
  const own = [...declared].flatMap(
    ([name, { kind, offset, typing, flow }]) => {
      if (!flow || typing === "plain" || flow.assignedLater) return [];
      if (typing === "inferred" && !flow.assigned && !flow.tested) return [];
      const mayChange = kind === "variable" || typing === "written";
      return [candidate(name, { offset }, mayChange)];
    },
  );
  const others = [...free].flatMap(([name, { flow }]) => {
    const provider = overlay.provider(name);
    if (!provider?.typing || provider.typing === "plain") return [];
    if (provider.assignedLater || flow?.assignedLater) return [];
    if (!flow?.assigned && !flow?.tested) return [];
    const { cell, kind, typing } = provider;
    const declared = `(0 as never as typeof ${scopeOf(moduleOf(cell))}.${name})`;
    const mayChange = kind === "variable" || typing === "written";
    return [candidate(name, { expression: declared }, mayChange)];
  });
  return [...own, ...others];
}

function candidate(
  name: string,
  declared: Question,
  mayChange: boolean,
): Candidate {
  return { name, questions: [{ expression: name }, declared], mayChange };
}

/**
 * The type to hand on to later cells, if it says more than the declared one.
 * A value alone (`null`, `"idle"`, `false`) is not handed on where others may follow: a later cell that compares it with
 * those would be told that they are impossible, and be right only until some cell is run again.
 */
export function narrowedType(
  { mayChange }: Candidate,
  type: string,
  declared: string | undefined,
): string | undefined {
  if (type === "any" || type === "never") return undefined;
  if (mayChange && type.split(" | ").every((part) => isValue(part)))
    return undefined;
  // Of a variable without a type nobody asked for checks of what is missing.
  if (declared === "any" && /\b(null|undefined)\b/.test(type)) return undefined;
  return type;
}

function isValue(type: string): boolean {
  return /^(null|undefined|true|false|boolean|-?[\d.]+n?|".*")$/s.test(type);
}

/** The types at a cell's end, asked for together with whatever else is asked about the cell. */
export class EndTypes {
  private asked?: Promise<Map<string, string>>;

  constructor(
    private readonly candidates: Candidate[],
    private readonly askTypes: AskTypes,
    /** Of types as the checker prints them, those that can stand in a source text. */
    private readonly usable: (
      types: (string | undefined)[],
    ) => Promise<string[]>,
  ) {}

  readonly ask: AskTypes = async (questions) => {
    const more = this.candidates.flatMap(({ questions }) => questions);
    const answers = this.askTypes([...questions, ...more]);
    this.asked = answers.then((all) => this.read(all.slice(questions.length)));
    return (await answers).slice(0, questions.length);
  };

  /** Those that say more than the declared ones, by name. */
  async types(): Promise<Map<string, string>> {
    if (!this.candidates.length) return new Map();
    if (!this.asked) await this.ask([]);
    return this.asked!;
  }

  private async read(
    answers: (string | undefined)[],
  ): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const ends = await this.usable(
      this.candidates.map((_, index) => answers[2 * index]),
    );
    this.candidates.forEach((one, index) => {
      const declared = answers[2 * index + 1];
      if (answers[2 * index] === declared) return;
      const type = narrowedType(one, ends[index]!, declared);
      if (type !== undefined) found.set(one.name, type);
    });
    return found;
  }
}

/** The line that imports what types at the end of a cell speak of. */
export function importsFor(
  types: Map<string, string>,
  cell: number,
  { declared, free }: CellNames,
  overlay: Overlay,
): string {
  const words = new Set(
    [...types.values()].flatMap((type) => type.match(/[\w$\u0080-\uffff]+/g)),
  );
  const wanted = (name: string) => words.has(name) && !types.has(name);
  const own = [...declared.keys()].filter(wanted);
  const others = [...free].filter(([name]) => wanted(name));
  const scope = scopeOf(moduleOf(cell));
  const aliases = own.map((name) => `import ${name} = ${scope}.${name}; `);
  return aliases.join("") + importLine(new Map(others), overlay);
}
