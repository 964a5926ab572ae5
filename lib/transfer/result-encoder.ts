import { libraryPath } from "./library-classes.ts";
import { cannotClone, isShared } from "./plain-data.ts";
import {
  leaf,
  newParcel,
  openInstance,
  StructureEncoder,
  type Opened,
} from "./structure.ts";
import { goesByReference } from "./by-reference.ts";
import { readState, statefulClasses } from "./tags.ts";
import { TransferError } from "./transfer-error.ts";
import type { WorkerNames } from "./worker-names.ts";

const staysShared =
  "is or holds a lock, a queue or the like, which a worker gets as an argument and does not send";

/** What a worker does with a value, for messages. */
type Giving = "return" | "send";

/** Makes a worker's results ready for structured clone; instances of the notebook's classes keep their class. */
export class ResultEncoder extends StructureEncoder {
  readonly #names: WorkerNames;
  readonly #sharesMemory: boolean;
  #giving: Giving = "return";

  /** @param sharesMemory whether the worker is a thread of its home's process */
  constructor(names: WorkerNames, sharesMemory: boolean) {
    super();
    this.#names = names;
    this.#sharesMemory = sharesMemory;
  }

  /** @throws TransferError for what cannot go back */
  encodeAll(value: unknown, what: string, giving: Giving = "return"): unknown {
    this.#giving = giving;
    this.parcel = newParcel();
    return this.withParts(this.encode(value, what));
  }

  protected override encodeOther(
    value: Function | symbol,
    what: string,
  ): never {
    throw new TransferError(
      what,
      `is a ${typeof value}, which cannot be sent from a worker; ${this.#giving} data`,
    );
  }

  protected override open(value: object, what: string): Opened {
    if (isShared(value)) return this.#openShared(value, what);
    const reason = goesByReference(value) ? staysShared : cannotClone(value);
    if (reason) throw new TransferError(what, reason);
    const { constructor } = value;
    const name = this.#names.nameOf(constructor) ?? libraryPath(constructor);
    if (!name)
      throw new TransferError(
        what,
        `is an instance of ${constructor?.name || "a class without a name"}, which the notebook does not know by name; ` +
          `${this.#giving} plain data`,
      );
    const keys = Object.keys(value);
    if (value instanceof Error)
      keys.push(...["message", "stack", "cause"].filter((key) => key in value));
    const state = statefulClasses(constructor).map((each) =>
      each[readState](value),
    );
    return openInstance(value, name, what, keys, state);
  }

  #openShared(value: object, what: string): Opened {
    if (this.#sharesMemory) return leaf(value);
    throw new TransferError(
      what,
      `is shared memory, which a process cannot send back: only threads share it. ${this.#giving === "return" ? "Return" : "Send"} a copy, as with array.slice(), ` +
        "or use threads.",
    );
  }
}
