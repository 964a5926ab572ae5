import { threadId } from "node:worker_threads";
import { perThread } from "../platform/per-thread.ts";
import {
  type ByReference,
  expectMarks,
  isMarkable,
} from "../transfer/by-reference.ts";
import { ask, hasHome } from "./ask.ts";
import { Asker } from "./asker.ts";
import { addBlock, findBlock, removeBlock } from "./blocks.ts";
import { ClosedError, NotSharedError } from "./errors.ts";
import { identity } from "./identity.ts";
import { reviveError } from "./revive-error.ts";

// Read once: where homework is checked, code that compares process numbers sees those of the process it checks.
const { pid } = process;

const objects = perThread("objects", () => ({
  originals: new Map<string, WeakRef<SharedObject>>(),
  made: 0,
}));

const dropped = new FinalizationRegistry<string>((id) => {
  objects.originals.delete(id);
  removeBlock(id);
});

/**
 * An object that several workers use as one: a lock, a queue, a shared number. It travels as its id.
 *
 *     where it was made        itself
 *     in threads below         the same memory, found by the id
 *     in processes below       nothing but the id: operations are asked of home
 *
 * An object that travelled was made without its constructor, so subclasses have plain fields only: strings and numbers.
 */
export abstract class SharedObject implements ByReference {
  /** @internal Unique among the processes and threads of a program. The only field that travels. */
  readonly id: string;

  /** @param sizeBytes of shared memory; 0 for an object that lives where it was made */
  protected constructor(sizeBytes: number) {
    objects.made += 1;
    this.id = `${pid}.${threadId}.${objects.made}`;
    if (sizeBytes > 0) addBlock(this.id, new SharedArrayBuffer(sizeBytes));
    objects.originals.set(this.id, new WeakRef(this));
    expectMarks();
    dropped.register(this, this.id);
  }

  /** @internal */
  get [isMarkable](): true {
    return true;
  }

  /** Names of the methods that a process may ask for. */
  protected abstract readonly operations: readonly string[];

  /** The shared memory, or undefined in another process than the one it was made in. */
  protected findMemory(): SharedArrayBuffer | undefined {
    return findBlock(this.id);
  }

  /**
   * The shared memory.
   * @throws NotSharedError in another process than the one it was made in
   */
  protected memory(): SharedArrayBuffer {
    const buffer = this.findMemory();
    if (buffer !== undefined) return buffer;
    throw new NotSharedError(
      `this use of a ${this.constructor.name}`,
      this.operations.length > 0
        ? "Use its methods that give promises, or run the work in threads: new Pool({ threads: true }), Thread."
        : "Run the work in threads: new Pool({ threads: true }), Thread. Processes can wait for an Event, a Barrier or a Queue instead.",
    );
  }

  /**
   * Does it here where that can be done, and asks home otherwise. What is done here is done before this returns.
   * @param local does it; told who asks, whose end it heeds while it waits
   * @param caller who waits, if it may lose interest (default: whoever this is done for)
   */
  protected perform<T>(
    operation: string,
    args: unknown[],
    here: boolean,
    local: (asker: Asker) => T | Promise<T>,
    caller?: Asker,
  ): Promise<T> {
    const asker = caller ?? served ?? new Asker(identity());
    try {
      if (here) return Promise.resolve(local(asker));
    } catch (error) {
      return Promise.reject(error);
    }
    // The answer is what the same operation gives at home.
    return this.askHome(operation, args, caller) as Promise<T>;
  }

  private async askHome(
    operation: string,
    args: unknown[],
    caller: Asker | undefined,
  ): Promise<unknown> {
    if (!hasHome()) {
      throw new ClosedError(
        `a ${this.constructor.name} was used that nobody holds any more`,
      );
    }
    const answer = await ask(this.id, operation, args, caller);
    if (answer.error !== undefined) throw reviveError(answer.error);
    return answer.value;
  }

  /** @internal Does what a worker asks. */
  serve(operation: string, args: unknown[], asker: Asker): Promise<unknown> {
    if (!this.operations.includes(operation)) {
      throw new TypeError(`a ${this.constructor.name} has no ${operation}`);
    }
    const method = (this as unknown as Record<string, unknown>)[operation];
    served = asker;
    try {
      // In turn, as an operation that tells rather than asks gives no promise.
      return Promise.resolve(
        (method as (...args: unknown[]) => unknown).apply(this, args),
      );
    } finally {
      served = undefined;
    }
  }

  /**
   * @internal It goes to a worker, or to a task of a pool.
   * @param keeper the number of the one or the other
   * @param forGood whether the worker is made for it: a Process or a Thread
   */
  handOver(_keeper: number, _forGood: boolean): void {}

  /** @internal The task that it went to is done. */
  takeBack(_keeper: number): void {}

  /** @internal A worker has ended: what it held comes free. */
  leave(_identity: number): void {}

  /** What it shows of itself, if it is here. */
  protected abstract describe(): string;

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.constructor.name}(${this.describe()})`;
  }
}

/** Who asks, while its question is being begun. */
let served: Asker | undefined;

/** Whether what is begun now is a worker's question, not a call of this thread. */
export function isServing(): boolean {
  return served !== undefined;
}

/** Makes an object again that travelled: its class and its plain fields. */
export function revive<T extends SharedObject>(
  prototype: T,
  fields: Record<string, unknown>,
): T {
  expectMarks();
  return Object.assign(Object.create(prototype) as T, fields);
}

const companions = new WeakMap<object, unknown>();

/** Keeps `companion`, which `owner` knows by its id only, as long as `owner`. */
export function keepTogether(owner: object, companion: unknown): void {
  companions.set(owner, companion);
}

/** The object of that id, in the thread that made it. */
export function findOriginal(id: string): SharedObject | undefined {
  return objects.originals.get(id)?.deref();
}

/** A worker has ended: what it held of the objects made here comes free. */
export function leaveAll(identity: number): void {
  for (const object of [...objects.originals.values()]) {
    object.deref()?.leave(identity);
  }
}
