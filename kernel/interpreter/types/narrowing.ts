import type { AskTypes } from "../reading/declarations.ts";
import type { Question } from "../reading/missing-annotations.ts";
import type { CellNames } from "../reading/names.ts";
import type { Flow } from "../reading/flow.ts";
import { isWithin, moduleOf, scopeOf, type Overlay } from "./overlay.ts";
import { importLine } from "./scope-lines.ts";

/** A variable, or a member of one, of which more may be known at the end of a cell than where it is declared. */
export interface Candidate {
  /** Its name and path, e.g. `order.customer`. */
  place: string;
  /** Its type at the cell's end, and the one that it is declared with. */
  questions: [Question, Question];
  /** What may be assigned to it, or what a later cell may compare it with, is wider than what it holds now. */
  mayChange: boolean;
}

/** Each is asked for, and written into the declarations. */
const mostMembers = 50;

/** The places whose types TypeScript may know better at the end of a cell that ran to it. */
export function findCandidates(
  { declared, free }: CellNames,
  overlay: Overlay,
): Candidate[] {
  const own = [...declared].flatMap(
    ([name, { kind, offset, typing, flow }]) => {
      if (!flow || flow.assignedLater) return [];
      // Functions that are called later know the declared types of members.
      const members = membersOf(name, flow, `[() => ${name}`, "][0]()");
      if (typing === "plain") return members;
      if (typing === "inferred" && !flow.assigned && !flow.tested)
        return members;
      const mayChange = kind === "variable" || typing === "written";
      return [candidate(name, { offset }, mayChange), ...members];
    },
  );
  const others = [...free].flatMap(([name, { flow }]) => {
    const provider = overlay.provider(name);
    if (!provider?.typing || !flow) return [];
    if (provider.assignedLater || flow.assignedLater) return [];
    const { cell, kind, typing, other } = provider;
    const declared = `(0 as never as typeof ${scopeOf(moduleOf(cell))}.${name}`;
    const fixed = provider.membersAssignedLater;
    const members =
      other === undefined
        ? membersOf(name, flow, `${declared})`, "", fixed)
        : [];
    if (typing === "plain" || (!flow.assigned && !flow.tested)) return members;
    const mayChange = kind === "variable" || typing === "written";
    return [
      candidate(name, { expression: `${declared})` }, mayChange),
      ...members,
    ];
  });
  return [...own, ...others];
}

/**
 * @param before what stands before a path in an expression of its declared type
 * @param after what stands after it
 * @param fixed paths that functions of other cells assign
 */
function membersOf(
  name: string,
  { members }: Flow,
  before: string,
  after: string,
  fixed: Iterable<string> = [],
): Candidate[] {
  const later = [...members].flatMap(([path, { assignedLater }]) =>
    assignedLater ? path : [],
  );
  const known = [...later, ...fixed];
  return [...members]
    .filter(([, { assigned, tested }]) => assigned || tested)
    .filter(([path]) => !known.some((outer) => isWithin(path, outer)))
    .slice(0, mostMembers)
    .map(([path]) =>
      candidate(name + path, { expression: before + path + after }, true),
    );
}

function candidate(
  place: string,
  declared: Question,
  mayChange: boolean,
): Candidate {
  return { place, questions: [{ expression: place }, declared], mayChange };
}

/**
 * The type to hand on to later cells, if it says more than the declared one.
 * A value alone (`null`, `"idle"`, `false`) is not handed on where others may follow: a later cell that compares it with
 * those would be told that they are impossible, and be right only until some cell is run again. That it is there is.
 */
export function narrowedType(
  { mayChange }: Candidate,
  type: string,
  declared: string | undefined,
): string | undefined {
  if (type === "any" || type === "never") return undefined;
  if (mayChange && type.split(" | ").every((part) => isValue(part)))
    return mayLack(declared ?? "") && !mayLack(type)
      ? withoutLack(declared!)
      : undefined;
  // Of a variable without a type nobody asked for checks of what is missing.
  if (declared === "any" && mayLack(type)) return undefined;
  return type;
}

const isLack = (part: string) => /^(null|undefined)$/.test(part);
const mayLack = (type: string) => type.split(" | ").some(isLack);
const withoutLack = (type: string) =>
  type
    .split(" | ")
    .filter((part) => !isLack(part))
    .join(" | ");

function isValue(type: string): boolean {
  return /^(null|undefined|true|false|boolean|-?[\d.]+n?|".*")$/s.test(type);
}

/** The types at a cell's end, asked for together with whatever else is asked about the cell. */
export class EndTypes {
  #asked?: Promise<Map<string, string>>;

  readonly #candidates: Candidate[];
  readonly #askTypes: AskTypes;
  /** Of types as the checker prints them, those that can stand in a source text. */
  readonly #usable: (types: (string | undefined)[]) => Promise<string[]>;

  constructor(
    candidates: Candidate[],
    askTypes: AskTypes,
    usable: (types: (string | undefined)[]) => Promise<string[]>,
  ) {
    this.#candidates = candidates;
    this.#askTypes = askTypes;
    this.#usable = usable;
  }

  readonly ask: AskTypes = async (questions) => {
    const more = this.#candidates.flatMap(({ questions }) => questions);
    const answers = this.#askTypes([...questions, ...more]);
    this.#asked = answers.then((all) =>
      this.#read(all.slice(questions.length)),
    );
    // Whoever asks for them hears of it; nobody may, if what else is asked about the cell fails first.
    this.#asked.catch(() => undefined);
    return (await answers).slice(0, questions.length);
  };

  /** Those that say more than the declared ones, by place. */
  async types(): Promise<Map<string, string>> {
    if (!this.#candidates.length) return new Map();
    if (!this.#asked) await this.ask([]);
    return this.#asked!;
  }

  async #read(answers: (string | undefined)[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const ends = await this.#usable(
      this.#candidates.map((_, index) => answers[2 * index]),
    );
    this.#candidates.forEach((one, index) => {
      const declared = answers[2 * index + 1];
      if (answers[2 * index] === declared) return;
      const type = narrowedType(one, ends[index]!, declared);
      if (type !== undefined) found.set(one.place, type);
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
