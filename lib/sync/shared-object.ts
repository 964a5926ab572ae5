import { isMainThread, threadId } from "node:worker_threads";
import { decodeResult } from "../travel/unpack.ts";
import { encodeValues } from "../travel/encode.ts";
import { perThread } from "../process/per-thread.ts";
import { ask, hasHome, type Answer, type Ask } from "./ask.ts";
import { addBlock, findBlock, removeBlock } from "./blocks.ts";
import { ClosedError, NotSharedError } from "./errors.ts";
import { expectMarks, isMarkable } from "./marks.ts";
import { reviveError } from "./revive-error.ts";

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
export abstract class SharedObject {
  /** @internal Unique among the processes and threads of a program. The only field that travels. */
  readonly id: string;

  /** @param sizeBytes of shared memory; 0 for an object that lives where it was made */
  protected constructor(sizeBytes: number) {
    objects.made += 1;
    this.id = `${process.pid}.${threadId}.${objects.made}`;
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

  /** Does it here where that can be done, and asks home otherwise. What is done here is done before this returns. */
  protected perform<T>(
    operation: string,
    args: unknown[],
    here: boolean,
    local: () => T | Promise<T>,
  ): Promise<T> {
    try {
      if (here) return Promise.resolve(local());
    } catch (error) {
      return Promise.reject(error);
    }
    // The answer is what the same operation gives at home.
    return this.askHome(operation, args) as Promise<T>;
  }

  private async askHome(operation: string, args: unknown[]): Promise<unknown> {
    if (!hasHome()) {
      throw new ClosedError(
        `a ${this.constructor.name} was used that nobody holds any more`,
      );
    }
    const answer = await ask(this.id, operation, args, identity());
    if (answer.error !== undefined) throw reviveError(answer.error);
    return answer.value;
  }

  /** @internal Does what a worker asks. */
  serve(operation: string, args: unknown[], asker: number): Promise<unknown> {
    if (!this.operations.includes(operation)) {
      throw new TypeError(`a ${this.constructor.name} has no ${operation}`);
    }
    const method = (this as unknown as Record<string, unknown>)[operation];
    return (method as (...args: unknown[]) => Promise<unknown>).call(
      this,
      ...args,
      asker,
    );
  }
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

/** A number for this thread, unlike that of any other thread or process of the program. */
export function identity(): number {
  return isMainThread ? -process.pid : threadId;
}

/** The object of that id, in the thread that made it. */
export function findOriginal(id: string): SharedObject | undefined {
  return objects.originals.get(id)?.deref();
}

/** For homes: does what a worker asks, or hands the question on to this worker's own home. Never rejects. */
export async function answerAsk(question: Ask): Promise<Answer> {
  const head = { kind: "answer", question: question.question } as const;
  try {
    const { id, operation, args, asker } = question;
    const object = findOriginal(id);
    if (object === undefined) {
      const answer = await ask(id, operation, args, asker);
      return { ...answer, ...head };
    }
    const decoded = args.map((value) => decodeResult(value));
    const value = await object.serve(operation, decoded, asker);
    const { values, units } = encodeValues([value], () => "the answer");
    return { ...head, value: values[0], units };
  } catch (error) {
    const { name, message } =
      error instanceof Error ? error : new Error(String(error));
    return { ...head, error: { name, message } };
  }
}
