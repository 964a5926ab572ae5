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

/** Makes a worker's results ready for structured clone; instances of the notebook's classes keep their class. */
export class ResultEncoder extends StructureEncoder {
  readonly #names: WorkerNames;
  readonly #sharesMemory: boolean;

  /** @param sharesMemory whether the worker is a thread of its home's process */
  constructor(names: WorkerNames, sharesMemory: boolean) {
    super();
    this.#names = names;
    this.#sharesMemory = sharesMemory;
  }

  /** @throws TransferError for what cannot go back */
  encodeAll(value: unknown, what: string): unknown {
    this.parcel = newParcel();
    return this.withParts(this.encode(value, what));
  }

  protected override encodeOther(
    value: Function | symbol,
    what: string,
  ): never {
    throw new TransferError(
      what,
      `is a ${typeof value}, which cannot be sent back from a worker; return data`,
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
          `return plain data`,
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
      "is shared memory, which a process cannot send back: only threads share it. Return a copy, as with array.slice(), " +
        "or use threads.",
    );
  }
}
