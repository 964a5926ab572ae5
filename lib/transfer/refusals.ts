import type { Cells } from "../notebook.ts";
import { describePlace } from "./place.ts";
import { TransferError } from "./transfer-error.ts";

/** Who needs something: a function, or a value. */
export interface User {
  name: string;
  /** Where the function begins, in the compiled cell. */
  at?: { file: string; line: number; column: number };
}

/** Says of what cannot be sent what it is, and who needs it. */
export class Refusals {
  readonly #notebook: Cells | undefined;
  /** Of the variable whose value is being encoded. */
  user: User | undefined;

  constructor(notebook: Cells | undefined) {
    this.#notebook = notebook;
  }

  of(what: string, reason: string): TransferError {
    return new TransferError(this.describe(what), reason);
  }

  /** `variable "xs" (used by f, cell [3], line 2)`, or a place in it: `xs[3].handler (used by ...)`. */
  describe(what: string): string {
    if (!this.user) return what;
    const name = /^[\p{ID_Continue}$]+$/u.test(what)
      ? `variable "${what}"`
      : what;
    return `${name} (used by ${this.describeUser(this.user)})`;
  }

  describeUser({ name, at }: User): string {
    return at ? `${name}, ${this.placeOf(at)}` : name;
  }

  placeOf(at: Required<User>["at"]): string {
    return describePlace(at, this.#notebook?.sourceMap(at.file));
  }
}
