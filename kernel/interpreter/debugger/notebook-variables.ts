import type { Names } from "../cell/names.ts";
import { ownName } from "../cell/own-names.ts";
import { privateNames } from "../cell/private-names.ts";
import type { Variable } from "../debug-adapter.ts";
import type { V8Debugger } from "./v8-debugger.ts";
import { Variables } from "./variables.ts";

/** Front ends ask at every line that a cell prints; what timers change is seen this much later. */
const freshMs = 1000;
const prefix = "$own_";

/** The notebook's variables, asked of V8 once for all who ask before something has run. */
export class NotebookVariables {
  readonly #v8: V8Debugger;
  readonly #names: () => Names;
  readonly variables: Variables;
  #snapshot: { at: number; read: Promise<Variable[]> } | undefined;

  constructor(v8: V8Debugger, names: () => Names, withTypes: () => boolean) {
    this.#v8 = v8;
    this.#names = names;
    this.variables = new Variables(v8, "notebook", withTypes);
  }

  read(): Promise<Variable[]> {
    const now = performance.now();
    if (!this.#snapshot || now - this.#snapshot.at > freshMs)
      this.#snapshot = { at: now, read: this.#read() };
    return this.#snapshot.read;
  }

  /** A cell, a step or an evaluation may have changed them. */
  forget(): void {
    this.#snapshot = undefined;
  }

  async #read(): Promise<Variable[]> {
    this.variables.forget();
    this.variables.release();
    const names = namesOf(this.#names());
    // Of a cell that has just begun they may not be declared yet.
    const entries = names.map(
      (name) =>
        `${JSON.stringify(name)}: typeof ${ownName(name)} === "undefined" ? undefined : ${ownName(name)}`,
    );
    const { result, exceptionDetails } = await this.#v8.ask(
      "Runtime.evaluate",
      {
        expression: `({ __proto__: null, ${entries.join(", ")} })`,
        objectGroup: this.variables.useGroup(),
        silent: true,
        disableBreaks: true,
      } as never,
    );
    if (exceptionDetails || !result.objectId) return [];
    const found = await this.variables.properties(result.objectId);
    return found.flatMap(({ name, value }) =>
      value ? [this.variables.toVariable(name, value, name)] : [],
    );
  }
}

/** Without imports, which are not the notebook's own. */
function namesOf({ declared }: Names): string[] {
  return [...declared].flatMap((own) => {
    if (own.startsWith(prefix)) return [own.slice(prefix.length)];
    return privateNames.test(own) ? [] : [own];
  });
}
