import { StateError } from "../errors.ts";
import type { Asker } from "./asker.ts";
import { copyItem } from "./copy-item.ts";
import { ClosedError } from "./errors.ts";
import { identity } from "./identity.ts";
import { findOriginal, SharedObject } from "./shared-object.ts";
import { Store } from "./store.ts";

// By the queue that was made here; one that travelled has none, and asks.
const stores = new WeakMap<object, Store>();

/**
 * A queue of items from any number of threads and processes to any other. It is kept where it was made; workers reach it
 * through messages, so a task that computes without ever awaiting does not receive any.
 *
 *     const queue = new Queue<number>();
 *     await queue.put(1);
 *     await queue.get(); // 1
 *
 * Follows Python's multiprocessing.Queue, except that every method returns a promise.
 */
export class Queue<T = unknown> extends SharedObject {
  /**
   * @param maxSize how many items it holds (default 0: any number)
   * @throws RangeError for a size that is not a non-negative integer
   */
  constructor(maxSize = 0) {
    super(0);
    if (!Number.isInteger(maxSize) || maxSize < 0) {
      throw new RangeError(
        `a queue holds a whole number of items, or any number for 0; got ${maxSize}`,
      );
    }
    stores.set(this, new Store(maxSize));
  }

  protected override get operations(): readonly string[] {
    return [
      "put",
      "get",
      "poll",
      "qsize",
      "full",
      "close",
      "shutdown",
      "taskDone",
      "join",
    ];
  }

  /**
   * Appends an item: a copy of it, as it is now.
   * @param timeoutSeconds how long to wait for room (default: for ever)
   * @throws QueueFullError; ClosedError; TransferError for what cannot be copied, such as a function
   */
  put(item: T, timeoutSeconds?: number): Promise<void> {
    return this.run("put", [item, timeoutSeconds], (store, asker) => {
      // A worker's is a copy by now.
      const own = asker.identity === identity() ? copyItem(item) : item;
      return store.put(own, asker, timeoutSeconds);
    });
  }

  /** @throws QueueFullError if there is no room now; ClosedError */
  putNowait(item: T): Promise<void> {
    return this.put(item, 0);
  }

  /**
   * Takes the oldest item.
   * @param timeoutSeconds how long to wait for one (default: for ever)
   * @throws QueueEmptyError; ClosedError when it is closed and empty
   */
  get(timeoutSeconds?: number): Promise<T> {
    return this.run(
      "get",
      [timeoutSeconds],
      (store, asker) => store.get(asker, timeoutSeconds) as Promise<T>,
    );
  }

  /** @throws QueueEmptyError if there is none now; ClosedError */
  getNowait(): Promise<T> {
    return this.get(0);
  }

  /** Whether an item is there, or arrives within that many seconds (default 0). */
  poll(timeoutSeconds = 0): Promise<boolean> {
    return this.pollFor(undefined, timeoutSeconds);
  }

  /** @internal For one who may lose interest. */
  pollFor(caller: Asker | undefined, timeoutSeconds: number): Promise<boolean> {
    return this.run(
      "poll",
      [timeoutSeconds],
      (store, asker) => store.poll(asker, timeoutSeconds),
      caller,
    );
  }

  /** How many items it holds now. */
  qsize(): Promise<number> {
    return this.run("qsize", [], (store) => store.size);
  }

  /** Whether it holds nothing now. */
  async empty(): Promise<boolean> {
    return (await this.qsize()) === 0;
  }

  /** Whether it has no room now; never for a queue without bounds. */
  full(): Promise<boolean> {
    return this.run("full", [], (store) => store.full);
  }

  /** Nothing more comes: `put` is refused, and `get` too once it is empty. */
  close(): Promise<void> {
    return this.run("close", [], (store) => store.close());
  }

  /**
   * The same, as Python's queue.Queue.shutdown has it.
   * @param immediate whether what is there is thrown away too, so that `get` is refused at once (default: false)
   */
  shutdown(immediate = false): Promise<void> {
    return this.run("shutdown", [immediate], (store) => {
      store.close();
      if (immediate) store.clear();
    });
  }

  protected override describe(): string {
    const store = stores.get(this);
    if (store === undefined) return "in another thread or process";
    const items =
      store.maxSize > 0 ? `${store.size} of ${store.maxSize}` : store.size;
    return `${items} items${store.closed ? ", closed" : ""}`;
  }

  /** The items until the queue is closed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      try {
        yield await this.get();
      } catch (error) {
        if (error instanceof ClosedError) return;
        throw error;
      }
    }
  }

  protected run<R>(
    operation: string,
    args: unknown[],
    local: (store: Store, asker: Asker) => R | Promise<R>,
    caller?: Asker,
  ): Promise<R> {
    const store = stores.get(findOriginal(this.id) ?? this);
    if (store === undefined) {
      return this.perform<R>(operation, args, false, neverHere, caller);
    }
    return this.perform(
      operation,
      args,
      true,
      (asker) => local(store, asker),
      caller,
    );
  }
}

function neverHere(): never {
  throw new StateError("this queue lives elsewhere");
}

/** A Queue that knows when everything put into it is done. Follows Python's JoinableQueue. */
export class JoinableQueue<T = unknown> extends Queue<T> {
  /**
   * Says that an item taken is done.
   * @throws StateError if it is said more often than items were put
   */
  taskDone(): Promise<void> {
    return this.run("taskDone", [], (store) => {
      if (store.unfinished === 0) {
        throw new StateError(
          "taskDone was called more often than items were put",
        );
      }
      store.done();
    });
  }

  /** Resolves when every item that was put is done. */
  join(): Promise<void> {
    return this.run("join", [], (store, asker) => store.join(asker));
  }
}

/** A Queue without bounds. Follows Python's SimpleQueue. */
export class SimpleQueue<T = unknown> extends Queue<T> {
  constructor() {
    super(0);
  }
}
