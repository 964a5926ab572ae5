import { cells } from "./realm.ts";

/**
 * The global `_`: the last value that a cell gave, as at other prompts. A cell that declares or assigns the name has it for
 * itself.
 */
export class LastValue {
  #value: unknown;

  constructor() {
    Object.defineProperty(cells.global, "_", {
      configurable: true,
      get: () => this.#value,
      set(value: unknown) {
        Object.defineProperty(cells.global, "_", {
          configurable: true,
          enumerable: true,
          writable: true,
          value,
        });
      },
    });
  }

  note(value: unknown): void {
    if (value !== undefined) this.#value = value;
  }
}
