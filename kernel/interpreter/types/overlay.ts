import type { Flow } from "../reading/flow.ts";
import type { CellNames, DeclaredName, NameKind } from "../reading/names.ts";
import type { Typing } from "../reading/typing.ts";

/** Where a name of an executed cell comes from. */
export interface Provider {
  cell: number;
  kind: NameKind;
  /** How it was declared, for functions, classes and types. */
  source?: string;
  /** Of imports of a whole module: which. */
  module?: string;
  /** Of variables. */
  typing?: Typing;
  /** A function assigns it: what it holds is known from its declared type alone. */
  assignedLater?: boolean;
  /** The cell at whose end more was known of its type. */
  narrowedIn?: number;
  /** By path, e.g. `.customer.name`: the cell at whose end more was known of a member, and the number of its type there. */
  members?: Map<string, { cell: number; index: number }>;
  /** Paths that functions assign. */
  membersAssignedLater?: Set<string>;
  /** Of a name that is a value alone or a type alone: the earlier cell by which it is the other too. */
  other?: number;
  /** That is a generic type, which is imported beside the value: an alias would have to repeat its parameters. */
  besideType?: boolean;
}

/** The text of a module. What is found in it is found once: it is wanted after every cell. */
class ModuleText {
  readonly text: string;
  /** How it stands in a file. */
  readonly declaration: string;
  /** The cells that it names. */
  readonly mentions: readonly number[];
  /** It adds to the global scope or to a package, which stays, whoever mentions it. */
  readonly augments: boolean;
  /** It speaks of the library, or of something that is called like it. */
  readonly namesLibrary: boolean;

  /** @param module its specifier */
  constructor(module: string, text: string) {
    this.text = text;
    this.declaration = declarationOf(module, text);
    this.mentions = mentions(text);
    this.augments = /^declare (global|module) /m.test(text);
    this.namesLibrary = /(?<!__)romanesco/.test(text);
  }
}

export const ofValues = new Set<NameKind>(["variable", "constant", "function"]);
export const ofTypes = new Set<NameKind>(["interface", "type"]);

const cellsPerFile = 20;
const mostRuns = 2000;

/**
 * All executed cells as declarations, a `declare module "__cell:N"` each. A new declaration of a name
 * hides the older one from later cells; cells that used the older one keep it, because they name its module.
 *
 * Invariant: every provider's cell, and every cell that one of these mentions, has its body here.
 */
export class Overlay {
  readonly #bodies = new Map<number, ModuleText>();
  /** Types of variables at the ends of cells, where these say more than the declared ones. */
  readonly #ends = new Map<number, ModuleText>();
  readonly #providers = new Map<string, Provider>();
  /** Texts of the cells that ran to their ends, also of those that declare nothing. */
  readonly ran = new Set<string>();
  /** Texts of the last cells that ran, by the number that was shown beside them. */
  readonly runs = new Map<number, string>();
  /** What cells are called. */
  readonly #labels = new Map<number, string>();

  provider(name: string): Provider | undefined {
    return this.#providers.get(name);
  }

  /** Where a name has a type that is no value, or a value that is no type; undefined if no cell knows such a one. */
  whereMeant(
    name: string,
    meaning: "type" | "value",
  ): { module: string; generic: boolean } | undefined {
    const known = this.#providers.get(name);
    if (!known) return undefined;
    const { kind, cell, other, besideType } = known;
    const own = meaning === "type" ? ofTypes : ofValues;
    if (own.has(kind))
      return { module: moduleOf(cell), generic: isGeneric(known, name) };
    return other === undefined
      ? undefined
      : { module: moduleOf(other), generic: besideType === true };
  }

  /** A cell has run, to its end or not; what runs silently has the number of the one before. */
  noteRun(count: number, code: string): void {
    if (!this.runs.has(count)) this.runs.set(count, code);
    this.runs.delete(count - mostRuns);
  }

  /** What a cell is called: `cell [3]`. */
  label(cell: number): string {
    return this.#labels.get(cell) ?? "an earlier cell";
  }

  /** The last cell up to another that declares a type. */
  declaringType(name: string, upTo: number): number | undefined {
    const words = `\\b(class|interface|type|enum) ${name.replaceAll("$", "\\$")}(?![\\w$])`;
    return [...this.#bodies]
      .filter(
        ([cell, { text }]) => cell <= upTo && new RegExp(words).test(text),
      )
      .at(-1)?.[0];
  }

  /** Whether a cell may have values of the library. */
  get namesLibrary(): boolean {
    return [...this.#bodies.values()].some((body) => body.namesLibrary);
  }

  names(): Iterable<string> {
    return this.#providers.keys();
  }

  /**
   * @param code the cell's source
   * @param body its declarations and an export list, as in a .d.ts
   * @param label what it is called
   */
  add(
    cell: number,
    code: string,
    declared: Map<string, DeclaredName>,
    body: string,
    label = `cell [${cell}]`,
  ): void {
    const lines = [body];
    this.#labels.set(cell, label);
    for (const [name, { kind, range, module, typing, flow }] of declared) {
      const { other, besideType } = this.#otherMeaning(name, kind);
      if (other !== undefined && !besideType)
        lines.push(meaningFrom(other, name, kind));
      this.#providers.set(name, {
        other,
        besideType,
        cell,
        kind,
        source: range && code.slice(...range),
        module,
        typing,
        assignedLater: flow?.assignedLater,
        membersAssignedLater: membersAssignedLater(flow),
      });
    }
    this.#bodies.set(cell, new ModuleText(moduleOf(cell), lines.join("\n")));
    this.#dropUnreachable();
  }

  /** A type hides no value, a value no type: which cell has what a new declaration of that kind leaves. */
  #otherMeaning(
    name: string,
    kind: NameKind,
  ): Pick<Provider, "other" | "besideType"> {
    const known = this.#providers.get(name);
    if (!known) return {};
    if (ofTypes.has(kind))
      return { other: ofTypes.has(known.kind) ? known.other : known.cell };
    if (!ofValues.has(kind)) return {};
    if (ofValues.has(known.kind)) return known;
    return ofTypes.has(known.kind)
      ? { other: known.cell, besideType: isGeneric(known, name) }
      : {};
  }

  /**
   * Takes what a cell did to the types of variables: those of others that it assigned have their declared types again,
   * unless the end of the cell knows more.
   * @param free the names of others that it uses
   * @param types of its own and others' variables at its end, by name
   * @param imports what these types need
   */
  narrow(
    cell: number,
    free: CellNames["free"],
    types: Map<string, string>,
    imports = "",
  ): void {
    for (const [name, { flow }] of free) {
      const provider = this.#providers.get(name);
      if (provider && flow) forgetAssigned(provider, flow);
    }
    const lines = [...types].map(([place, type], index) => {
      const { name, path } = readPlace(place);
      const provider = this.#providers.get(name)!;
      if (path !== "") {
        provider.members ??= new Map();
        provider.members.set(path, { cell, index });
        return `export type ${memberType(index)} = ${type};`;
      }
      // What is known at the end of a cell is known of the value alone.
      if (provider.other === undefined) provider.narrowedIn = cell;
      return `export const ${name}: ${type};`;
    });
    if (types.size) {
      const text = [imports, ...lines].join("\n");
      this.#ends.set(cell, new ModuleText(endOf(cell), text));
    }
    this.#dropUnreachable();
  }

  /**
   * The declarations as virtual files, cut by the cells' numbers: a new cell changes one of them, and the checker keeps
   * what it knows of the others. The file `root` refers to the rest.
   *
   * A file has the modules of all its cells from the beginning: the server makes its program anew, at many times the cost,
   * where the names of modules in a file change, or of those that it imports.
   */
  files(root: string): Map<string, string> {
    const parts = new Map<string, string>();
    const chunks = [...this.#bodies.keys(), ...this.#ends.keys()].map(chunkOf);
    for (const chunk of new Set(chunks.sort((a, b) => a - b)))
      parts.set(root.replace(".d.ts", `.${chunk}.d.ts`), this.#textOf(chunk));
    const references = [...parts.keys()].map(
      (name) => `/// <reference path="${name}" />\n`,
    );
    return new Map([[root, references.join("")], ...parts]);
  }

  #textOf(chunk: number): string {
    const first = chunk * cellsPerFile;
    let text = "";
    for (let cell = first; cell < first + cellsPerFile; cell++)
      text +=
        (this.#bodies.get(cell)?.declaration ?? declarationOf(moduleOf(cell))) +
        (this.#ends.get(cell)?.declaration ?? declarationOf(endOf(cell)));
    return text;
  }

  /** A cell run a thousand times leaves one module, unless other cells still speak of older ones. */
  #dropUnreachable(): void {
    const reached = new Set<number>();
    const pending = [...this.#providers.values()].flatMap(
      ({ cell, narrowedIn = cell, other = cell, members = [] }) => [
        cell,
        narrowedIn,
        other,
        ...[...members].map(([, { cell }]) => cell),
      ],
    );
    for (const [cell, body] of this.#bodies)
      if (body.augments) pending.push(cell);
    for (let cell = pending.pop(); cell !== undefined; cell = pending.pop()) {
      if (reached.has(cell)) continue;
      reached.add(cell);
      for (const texts of [this.#bodies, this.#ends])
        pending.push(...(texts.get(cell)?.mentions ?? []));
    }
    for (const texts of [this.#bodies, this.#ends])
      for (const cell of texts.keys())
        if (!reached.has(cell)) texts.delete(cell);
  }
}

function chunkOf(cell: number): number {
  return Math.floor(cell / cellsPerFile);
}

function declarationOf(module: string, body = ""): string {
  const text = body.replace(importType, (_, specifier: string) =>
    scopeOf(specifier),
  );
  return (
    `declare module "${module}" {\n${text}\n}\n` +
    `declare namespace ${scopeOf(module)} { export * from "${module}"; }\n`
  );
}

/** How the checker prints where a type of an earlier cell comes from. */
const importType = /import\("(__cell:\d+(?::end)?)"\)/g;

/**
 * The namespace by which others name what is in a module of a cell: an import by the module's specifier would count among
 * those of the file that it stands in.
 */
export function scopeOf(module: string): string {
  return module.replace("__cell:", "__romanescoCell").replace(":end", "End");
}

/** What was known of places that a cell assigns is known no more. */
function forgetAssigned(provider: Provider, flow: Flow): void {
  if (flow.assignedLater) provider.assignedLater = true;
  if (flow.assigned || flow.assignedLater) {
    provider.narrowedIn = undefined;
    provider.members = undefined;
  }
  for (const [path, { assigned, assignedLater }] of flow.members) {
    if (!assigned && !assignedLater) continue;
    if (assignedLater) (provider.membersAssignedLater ??= new Set()).add(path);
    for (const other of provider.members?.keys() ?? [])
      if (isWithin(other, path)) provider.members!.delete(other);
  }
}

function membersAssignedLater(flow: Flow | undefined): Set<string> {
  const all = [...(flow?.members ?? [])];
  return new Set(all.flatMap(([path, one]) => (one.assignedLater ? path : [])));
}

/** Whether a path is another one, or goes on from it. */
export function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && /^([.[]|$)/.test(path.slice(outer.length));
}

/** A variable, or a member of one: `order`, `order.customer.name`. */
export function readPlace(place: string): { name: string; path: string } {
  const [, name, path] = /^([^.[]+)(.*)$/s.exec(place)!;
  return { name: name!, path: path! };
}

/** What the type of a member is called in the module of a cell's end. */
export function memberType(index: number): string {
  return `__member${index}`;
}

/** Specifier of the module that holds a cell's declarations. */
export function moduleOf(cell: number): string {
  return `__cell:${cell}`;
}

/** Specifier of the module that holds the types of variables at a cell's end. */
export function endOf(cell: number): string {
  return `${moduleOf(cell)}:end`;
}

/** The declaration by which a name keeps what it was in an earlier cell. */
function meaningFrom(cell: number, name: string, kind: NameKind): string {
  const origin = `${scopeOf(moduleOf(cell))}.${name}`;
  return ofTypes.has(kind)
    ? `export const ${name}: typeof ${origin};`
    : `export type ${name} = ${origin};`;
}

function isGeneric({ source = "" }: Provider, name: string): boolean {
  return new RegExp(`^\\w+\\s+${name.replaceAll("$", "\\$")}\\s*<`).test(
    source,
  );
}

function mentions(text: string): number[] {
  const all = text.matchAll(/__(?:cell:|romanescoCell)(\d+)/g);
  return [...new Set([...all].map((match) => Number(match[1])))];
}
