/** What {@link Names} keep, in a form that can be sent. */
export type NamesState = Pick<
  Names,
  "declared" | "imports" | "constants" | "counts"
>;

/**
 * The top-level names of all cells so far.
 * Invariant: every name in `declared` exists in the runtime as a script-scope `let`, and no other does.
 */
export class Names {
  readonly declared = new Set<string>();
  /** Imported name -> the expression that reads it live, e.g. `$import_3.readFile`. */
  readonly imports = new Map<string, string>();
  readonly constants = new Set<string>();
  /** Those whose declarations were reached, as cells call them. */
  readonly held = new Set<string>();
  /** Numbers given away so far: no two modules and no two functions of a session have the same. */
  counts = { modules: 0, functions: 0 };

  constructor(state?: NamesState) {
    if (state) Object.assign(this, state);
  }

  /** What compiling needs, without the methods. */
  get state(): NamesState {
    const { declared, imports, constants, counts } = this;
    return { declared, imports, constants, counts };
  }

  nextNamespace(): string {
    return `$import_${++this.counts.modules}`;
  }

  nextFunctionId(): number {
    return ++this.counts.functions;
  }
}
