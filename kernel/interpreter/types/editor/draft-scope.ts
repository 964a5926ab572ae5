import type { CellNames, FreeName, NameKind } from "../../reading/names.ts";
import { nearest } from "../../spelling.ts";
import { linesAround, type CellDocument } from "../cell-document.ts";
import { ofTypes, ofValues, type Overlay } from "../overlay.ts";
import { documentOf, type Draft, type Page } from "./drafts.ts";

/** A cell's document, and the cells whose documents it imports from. */
export interface DraftDocument extends CellDocument {
  needs: Set<Draft>;
}

/** A comment at the very top that would count no longer below another line. */
const pragma = /^\s*(\/\*[^/]*@|\/\/\/?\s*[<@])/;

/** The names under which documents export: what the cell itself exports stays apart, and nothing of it is offered. */
const exported = (name: string) => `__romanesco_${name}`;
const end = (name: string) => `__romanescoEnd_${name}`;
const space = ({ number }: Draft) => `__romanescoDraft${number}`;

/**
 * A cell of a page as a module that imports the names of cells above: of those that ran as they are, by the overlay; of the
 * others from their own documents, whose types TypeScript finds out by itself.
 * @param wanted names to be known there although the cell does not use them, which it is shown with all that surrounds it also
 * where it does not parse
 */
export function draftDocument(
  page: Page,
  index: number,
  overlay: Overlay,
  wanted?: readonly string[],
): DraftDocument {
  const draft = page.drafts[index]!;
  const { reading, isTooMuch } = draft;
  if (isTooMuch) return emptyDocument(draft);
  const lines = new ScopeOfDraft(page, index, overlay, wanted ?? []);
  const { imports, trail } = lines;
  // A tag or a string that is not closed would take in what stands below.
  const lead = wanted && reading.broken ? `${imports}\n` : lines.lead;
  return {
    ...reading,
    code: draft.code,
    name: documentOf(draft),
    imports: "",
    scope: { lead, imports: wanted && reading.broken ? "" : imports, trail },
    needs: lines.needs,
  };
}

/** What others import from it is any to them. */
function emptyDocument(draft: Draft): DraftDocument {
  const scope = { lead: "", imports: "", trail: "" };
  const name = documentOf(draft);
  const none = { code: "", broken: true, imports: "", needs: new Set<Draft>() };
  return { ...draft.reading, ...none, name, scope };
}

/**
 * The text that the server is shown. What does not parse stands alone, so that what is wrong at its end is found at its end.
 * @param whole with all that surrounds it, also then
 */
export function draftText(
  { code, broken, scope: { lead, imports, trail } }: DraftDocument,
  whole = false,
): string {
  return broken && !whole ? code : `${lead}${code}\n;${imports}${trail}`;
}

/** Where a document says of a name what it is; undefined if it takes it from no other. */
export function importedAt(text: string, name: string): number | undefined {
  const escaped = name.replaceAll("$", "\\$");
  const line = new RegExp(
    `(?<= as |declare (?:let|const) )${escaped}(?= \\}|: )`,
  );
  return line.exec(text)?.index;
}

class ScopeOfDraft {
  readonly needs = new Set<Draft>();
  readonly #leads: string[] = [];
  readonly #imports: string[] = [];
  readonly #trail: string[] = [];
  /** Those of whose documents there is a namespace. */
  readonly #spaces = new Set<Draft>();
  readonly #around: Pick<CellDocument, "scope">;
  readonly #page: Page;
  readonly #index: number;
  readonly #overlay: Overlay;

  constructor(
    page: Page,
    index: number,
    overlay: Overlay,
    wanted: readonly string[],
  ) {
    this.#page = page;
    this.#index = index;
    this.#overlay = overlay;
    const { code, reading, declared } = page.drafts[index]!;
    const { names } = reading;
    const run: CellNames["free"] = new Map();
    for (const [name, use] of names.free) {
      const giver = page.giverOf(name, index, overlay);
      if (giver) this.#give(name, use, giver, pragma.test(code));
      else run.set(name, use);
    }
    const beside = new Map(names.beside);
    for (const [name, meaning] of names.beside) {
      const giver = page.giverOf(name, index, overlay);
      if (giver && beside.delete(name)) this.#giveBeside(name, meaning, giver);
    }
    for (const [name, { kind }] of names.declared) {
      const other = names.beside.has(name)
        ? undefined
        : this.#other(name, kind);
      if (other) this.#giveBeside(name, ...other);
    }
    const more = wanted.filter(
      (name) => !names.declared.has(name) && !names.free.has(name),
    );
    const ran: string[] = [];
    for (const name of new Set([...this.#near(names), ...more])) {
      const giver = page.giverOf(name, index, overlay);
      if (giver) this.#alias(name, giver);
      else ran.push(name);
    }
    const others = { ...names, free: run, beside };
    this.#around = linesAround(code, others, overlay, ran);
    this.#export(names, declared.keys());
  }

  get lead(): string {
    const own = this.#leads.length ? `${this.#leads.join(" ")} ` : "";
    const { lead } = this.#around.scope;
    return own && !lead ? `${own}\n` : own + lead;
  }

  get imports(): string {
    return [this.#around.scope.imports, ...this.#imports].join(" ");
  }

  /** What is known at the end is taken before the lines that make variables unknown to functions. */
  get trail(): string {
    return [" ", ...this.#trail, this.#around.scope.trail].join(" ");
  }

  #give(name: string, use: FreeName, giver: Draft, isFirst: boolean): void {
    const kind = giver.declared.get(name)?.kind;
    const isVariable = kind === "variable" || kind === "constant";
    const teller = isVariable && !isFirst && this.#teller(name, giver);
    if (teller) return this.#tell(name, giver, teller);
    if (!use.written || !isVariable) return this.#alias(name, giver);
    this.#import(giver);
    const keyword = kind === "variable" ? "let" : "const";
    this.#imports.push(
      `declare ${keyword} ${name}: typeof ${space(giver)}.${exported(name)};`,
    );
  }

  /** A name of which a cell above knows more at its end than where it is declared. */
  #tell(name: string, giver: Draft, teller: Draft): void {
    this.#import(giver);
    this.#import(teller);
    const declared = `typeof ${space(giver)}.${exported(name)}`;
    const known = `__romanescoEnd<typeof ${space(teller)}.${end(name)}, ${declared}>`;
    const isConstant = giver.declared.get(name)?.kind === "constant";
    this.#leads.push(
      isConstant
        ? `declare const ${name}: ${known};`
        : `declare let ${name}: ${declared}; __romanescoIs<${known}>(${name});`,
    );
    // Functions may be called after any cell.
    if (!isConstant) this.#trail.push(`${name} = null!;`);
  }

  /** The last cell above that may know more of a variable at its end; undefined where a function assigns it. */
  #teller(name: string, giver: Draft): Draft | undefined {
    const { drafts } = this.#page;
    let teller: Draft | undefined;
    for (let at = drafts.indexOf(giver); at < this.#index; at++) {
      const { declared, free } = drafts[at]!.reading.names;
      const flow = (declared.get(name) ?? free.get(name))?.flow;
      if (!flow) continue;
      if (flow.assignedLater) return undefined;
      if (flow.assigned || flow.tested) teller = drafts[at];
    }
    return teller;
  }

  #alias(name: string, giver: Draft): void {
    this.needs.add(giver);
    this.#imports.push(
      `import { ${exported(name)} as ${name} } from "./${documentOf(giver)}";`,
    );
  }

  #giveBeside(name: string, meaning: "type" | "value", giver: Draft): void {
    this.#import(giver);
    const from = `${space(giver)}.${exported(name)}`;
    this.#imports.push(
      meaning === "type"
        ? `type ${name} = ${from};`
        : `declare const ${name}: typeof ${from};`,
    );
  }

  /** A type hides no value, and a value no type: what of a cell above a name goes on to mean for the cells below. */
  #other(name: string, kind: NameKind): ["type" | "value", Draft] | undefined {
    const isType = ofTypes.has(kind);
    if (!isType && !ofValues.has(kind)) return undefined;
    for (let above = this.#index - 1; above >= 0; above--) {
      const giver = this.#page.drafts[above]!;
      const known = giver.declared.get(name);
      if (!known || (isType ? ofTypes : ofValues).has(known.kind)) continue;
      if (this.#page.giverOf(name, above + 1, this.#overlay) !== giver) break;
      if (isType) return ["value", giver];
      // An alias would have to repeat its parameters.
      const isGeneric = /^\s*</.test(
        giver.code.slice(known.offset + name.length),
      );
      return ofTypes.has(known.kind) && !isGeneric
        ? ["type", giver]
        : undefined;
    }
    return undefined;
  }

  #import(giver: Draft): void {
    if (this.#spaces.has(giver)) return;
    this.needs.add(giver);
    this.#spaces.add(giver);
    this.#imports.push(
      `import * as ${space(giver)} from "./${documentOf(giver)}";`,
    );
  }

  /** Names above that are spelt much like one that nobody declares: TypeScript takes one for what was meant. */
  #near({ free, declared }: CellNames): Set<string> {
    const above = this.#page.namesAbove(this.#index);
    const isKnown = (name: string) =>
      name in globalThis ||
      this.#overlay.provider(name) !== undefined ||
      above.includes(name);
    const unknown = [...free.keys()].filter((name) => !isKnown(name));
    const near = unknown
      .filter(({ length }) => length <= longestNear)
      .slice(0, mostNear)
      .flatMap((name) => nearest(name, above))
      .filter((name) => !declared.has(name) && !free.has(name))
      .filter((name) => this.#page.giverOf(name, this.#index, this.#overlay));
    return new Set(near);
  }

  /** The cell's own names, and what is known at its end of variables that it looked into. */
  #export({ declared, free }: CellNames, names: Iterable<string>): void {
    const all = [...names].map((name) => `${name} as ${exported(name)}`);
    if (all.length) this.#imports.push(`export { ${all.join(", ")} };`);
    for (const [name, { flow }] of [...declared, ...free])
      if ((flow?.assigned || flow?.tested) && !flow.assignedLater)
        this.#imports.push(`export const ${end(name)} = ${name};`);
  }
}

const mostNear = 100;
const longestNear = 40;
