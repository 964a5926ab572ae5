import type { ToldCell } from "../../editor.ts";
import type { CellReader, CellReading } from "../../reading/cell-reader.ts";
import {
  blankDirectives,
  typesDirective,
  type TypesMode,
} from "../../reading/directives.ts";
import type { DeclaredName } from "../../reading/names.ts";
import type { Overlay } from "../overlay.ts";
import { draftName } from "../project.ts";
import { isHeavy } from "../weight.ts";

/** A cell as a page shows it, with what was read of it. */
export interface Draft {
  id: string;
  /** Names its document: no other cell of any page has had it. */
  number: number;
  /** As it was typed. */
  source: string;
  /** The same, directives blanked. */
  code: string;
  reading: CellReading;
  /** TypeScript's server is not asked about it: its names are known, and no types. */
  isTooMuch: boolean;
  /** What it declares; of a text that does not parse, also what it did when it last parsed. */
  declared: ReadonlyMap<string, DeclaredName>;
}

/** What is known of a text that cannot be read. */
const nothing: CellReading = {
  dialect: "ts",
  broken: true,
  deep: false,
  names: { declared: new Map(), free: new Map(), beside: new Map() },
  specifiers: [],
  uses: [],
  dropped: [],
  questions: [],
};

let numbers = 0;

/** The cells of one page's notebook, in the order of the document. */
export class Page {
  /** Another list once anything of it is another. */
  drafts: readonly Draft[] = [];
  /** What is told is read one after the other. */
  #telling: Promise<boolean> = Promise.resolve(true);
  readonly #reader: CellReader;

  constructor(reader: CellReader) {
    this.#reader = reader;
  }

  /**
   * Takes in what a page tells of its cells.
   * @returns false when it leaves out a text that is not known
   */
  tell(cells: readonly ToldCell[]): Promise<boolean> {
    const told = this.#telling.then(() => this.#take(cells));
    this.#telling = told.catch(() => false);
    return told;
  }

  async #take(cells: readonly ToldCell[]): Promise<boolean> {
    const known = new Map(this.drafts.map((draft) => [draft.id, draft]));
    const drafts: Draft[] = [];
    for (const { id, code } of cells) {
      const before = known.get(id);
      const source = code ?? before?.source;
      if (source === undefined) return false;
      drafts.push(
        before?.source === source
          ? before
          : await this.#read(id, source, before),
      );
    }
    const isNew =
      drafts.length !== this.drafts.length ||
      drafts.some((draft, index) => draft !== this.drafts[index]);
    if (isNew) this.drafts = drafts;
    return true;
  }

  find(id: string): number {
    return this.drafts.findIndex((draft) => draft.id === id);
  }

  /**
   * The cell above that gives a cell its name, as it will when it has run; undefined where what has run counts.
   * @param index of the cell that uses the name
   */
  giverOf(name: string, index: number, overlay: Overlay): Draft | undefined {
    for (let above = index - 1; above >= 0; above--) {
      const draft = this.drafts[above]!;
      if (!draft.declared.has(name)) continue;
      const ran = overlay.ran.has(draft.code) && overlay.provider(name);
      return ran ? undefined : draft;
    }
    return undefined;
  }

  /** Whether a cell further down declares a name. */
  isDeclaredBelow(name: string, index: number): boolean {
    return this.drafts.slice(index + 1).some((one) => one.declared.has(name));
  }

  /** The names that cells above declare. */
  namesAbove(index: number): string[] {
    return this.drafts
      .slice(0, index)
      .flatMap(({ declared }) => [...declared.keys()]);
  }

  /** What becomes of type errors in a cell, by its own text and those above; `ran` is what cells that ran have set. */
  modeOf(index: number, ran: TypesMode): TypesMode {
    const directives = this.drafts
      .slice(0, index + 1)
      .map(({ source }) => typesDirective(source));
    const own = directives.at(-1)?.cell;
    const above = directives.findLast(({ notebook }) => notebook)?.notebook;
    return own ?? above ?? ran;
  }

  /** Whether a cell above will bring a package or write a file, by its lines of magic. */
  willBring(specifier: string, index: number): boolean {
    const name = specifier
      .replace(/^(npm:|\.\/)/, "")
      .replace(/\.[cm]?[jt]sx?$/, "");
    return this.drafts
      .slice(0, index)
      .some(({ source }) =>
        (source.match(/^[ \t]*%(npm|%writefile) .*/gm) ?? []).some((line) =>
          line.includes(name),
        ),
      );
  }

  async #read(
    id: string,
    source: string,
    before: Draft | undefined,
  ): Promise<Draft> {
    const code = blankDirectives(source);
    const reading = await this.#reader.read(code).catch(() => nothing);
    const own = reading.names.declared;
    const declared =
      reading.broken && before ? new Map([...before.declared, ...own]) : own;
    return {
      id,
      number: before?.number ?? ++numbers,
      source,
      code,
      reading,
      isTooMuch: reading === nothing || reading.deep || isHeavy(code),
      declared,
    };
  }
}

/** What a question is about. */
export interface Asked {
  page: Page;
  /** Of the cell. */
  index: number;
  /** What has run. */
  overlay: Overlay;
}

export function documentOf({ number, reading }: Draft): string {
  return draftName(number, reading.dialect);
}
