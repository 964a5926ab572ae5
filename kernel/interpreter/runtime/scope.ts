import vm from "node:vm";
import { ownName } from "../cell/own-names.ts";

/** The script-scope names of the cells: how to read and set each, and what declared it last. */
export class Scope {
  readonly #accessors = new Map<
    string,
    { get(): unknown; set(value: unknown): void }
  >();

  /** Declares names that no cell has declared; the host sees to it that a name comes only once. */
  declare(wanted: string[]): void {
    // After a reset the host knows none of them, and those that were there still are.
    const names = wanted.filter((name) => !this.#accessors.has(name));
    if (!names.length) return;
    const accessors = names.map(
      (name) =>
        `${JSON.stringify(name)}: { get: () => ${name}, set: (value) => { ${name} = value; } }`,
    );
    const made = vm.runInThisContext(
      `let ${names.join(", ")}; ({ ${accessors.join(", ")} })`,
    ) as Record<string, { get(): unknown; set(value: unknown): void }>;
    for (const name of names) this.#accessors.set(name, made[name]!);
  }

  get(name: string): unknown {
    return this.#accessors.get(name)?.get();
  }

  set(name: string, value: unknown): void {
    this.#accessors.get(name)!.set(value);
  }

  /** What the names hold is forgotten. */
  clear(): void {
    for (const { set } of this.#accessors.values()) set(undefined);
  }

  /** Values by the names that cells use. */
  read(names: string[]): Map<string, unknown> {
    return new Map(names.map((name) => [name, this.get(ownName(name))]));
  }

  /** Those that still hold the same. */
  unchanged(values: Map<string, unknown>): string[] {
    return [...values.keys()].filter(
      (name) => this.get(ownName(name)) === values.get(name),
    );
  }

  has(name: string): boolean {
    return this.#accessors.has(name);
  }
}
