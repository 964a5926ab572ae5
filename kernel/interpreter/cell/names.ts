/**
 * The top-level names of all cells so far.
 * Invariant: every name in `declared` exists in the runtime as a script-scope `let`, and no other does.
 */
export class Names {
  readonly declared = new Set<string>();
  /** Imported name -> the expression that reads it live, e.g. `$import_3.readFile`. */
  readonly imports = new Map<string, string>();
  readonly constants = new Set<string>();
  #imports = 0;
  #functions = 0;

  nextNamespace(): string {
    return `$import_${++this.#imports}`;
  }

  nextFunctionId(): number {
    return ++this.#functions;
  }
}
