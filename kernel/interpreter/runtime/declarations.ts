import type { Closure, Declaration, Source } from "../../../lib/notebook.ts";
import type {
  CellDeclaration,
  CompiledCell,
  FunctionFacts,
  SourceFacts,
} from "../cell/compiled-cell.ts";
import { ownName } from "../cell/own-names.ts";
import { disposalName } from "../cell/using.ts";
import { cells } from "./realm.ts";
import type { Scope } from "./scope.ts";

/** The one function of the kernel's own that cells call also in workers. */
const ofDisposal: Declaration = {
  kind: "function",
  name: disposalName,
  source: Function.prototype.toString.call(cells.disposal),
  file: disposalName,
  line: 1,
  column: 0,
  free: [],
  writes: [],
};

/** What the compiler found out about the cells that ran, for functions that travel. */
export class Declarations {
  readonly #declarations = new Map<
    string,
    { cell: CompiledCell; declaration: CellDeclaration }
  >();
  readonly #functions = new Map<
    number,
    { cell: CompiledCell; facts: FunctionFacts }
  >();

  /** Modules that cells imported for what that does, in order. */
  readonly #effects = new Set<string>();
  /** Those that had been imported when a cell ran, by its script name. */
  readonly #effectsOf = new Map<string, string[]>();

  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  add(cell: CompiledCell): void {
    for (const specifier of effectsIn(cell)) this.#effects.add(specifier);
    if (this.#effects.size) this.#effectsOf.set(cell.file, [...this.#effects]);
    for (const facts of cell.functions)
      this.#functions.set(facts.id, { cell, facts });
    for (const declaration of cell.declarations)
      this.#declarations.set(declaration.name, { cell, declaration });
  }

  /** What travels from now on knows none of the cells that ran. */
  clear(): void {
    this.#declarations.clear();
  }

  names(): string[] {
    return [...this.#declarations.keys()];
  }

  value(name: string): unknown {
    if (name === disposalName) return cells.disposal;
    const declaration = this.#declarations.get(name)?.declaration;
    if (declaration?.kind !== "import") return this.#scope.get(ownName(name));
    const namespace = this.#scope.get(declaration.namespace) as
      Record<string, unknown> | undefined;
    return declaration.imported === "*"
      ? namespace
      : namespace?.[declaration.imported];
  }

  declaration(name: string): Declaration | undefined {
    if (name === disposalName) return ofDisposal;
    const known = this.#declarations.get(name);
    if (!known) return undefined;
    const { cell, declaration } = known;
    switch (declaration.kind) {
      case "class":
        return {
          kind: "class",
          name,
          ...toSource(cell, declaration.facts),
        };
      case "function": {
        // A name that holds something else by now is a variable.
        const value = this.#scope.get(ownName(name));
        if (
          typeof value !== "function" ||
          cells.findFunctionTag(value)?.id !== declaration.id
        )
          return { kind: "variable", name, constant: false };
        const { facts } = this.#functions.get(declaration.id)!;
        return { kind: "function", name, ...toSource(cell, facts) };
      }
      case "import":
      case "variable":
        return declaration;
    }
  }

  /** What the code of a cell may count on: side-effect imports of it and of the cells before. */
  effects(file: string): string[] {
    return this.#effectsOf.get(file) ?? [];
  }

  closure(fn: object): Closure | undefined {
    const mark = cells.findFunctionTag(fn);
    const known = mark && this.#functions.get(mark.id);
    if (!known) return undefined;
    const { captured, capturedWrites, lexicalThis } = known.facts;
    return {
      ...asExpression(toSource(known.cell, known.facts), known.facts),
      captured,
      capturedWrites,
      lexicalThis,
      read: () => mark.read?.() ?? [],
    };
  }
}

/** `import "reflect-metadata"` names nothing. */
function effectsIn({ imports, declarations }: CompiledCell): string[] {
  const named = declarations.flatMap((each) =>
    each.kind === "import" ? [each.namespace] : [],
  );
  return imports
    .filter(({ namespace }) => !named.includes(namespace))
    .map(({ specifier }) => specifier);
}

function toSource(cell: CompiledCell, facts: SourceFacts): Source {
  return {
    source: facts.source ?? cell.javascript.slice(facts.start, facts.end),
    file: cell.file,
    line: facts.line,
    column: facts.column,
    free: facts.free,
    writes: facts.writes,
  };
}

/** A method stands in an object of its own, so that its text keeps its place. */
function asExpression(source: Source, { method }: FunctionFacts): Source {
  if (method === undefined) return source;
  const head = "({ ";
  return {
    ...source,
    source: `${head}${source.source} })[${JSON.stringify(method)}]`,
    column: source.column - head.length,
  };
}
