import { Box, Dict, List, Namespace } from "./collections.ts";
import { copyItem } from "./copy-item.ts";
import { ClosedError } from "./errors.ts";
import { Queue } from "./queue.ts";
import { RemoteObject, type Remote } from "./remote-object.ts";

/**
 * Makes objects that processes and threads use as one: collections, and instances of classes of your own. They live where
 * the manager is; workers use them by messages, as they use locks.
 *
 *     const manager = new Manager();
 *     const words = manager.dict<string, number>();
 *     await pool.starmap(count, texts.map((text) => [words, text])); // in the workers: await words.set(word, 1)
 *
 * A single call is one uninterruptible step; hold a Lock for more. Follows Python's
 * multiprocessing.Manager; differs in that there is no process of its own for it.
 */
export class Manager implements Disposable {
  readonly #objects: RemoteObject[] = [];
  #open = true;

  /** Values by key, beginning with those (default: none); copies. */
  dict<K, V>(entries: Iterable<readonly [K, V]> = []): Remote<Dict<K, V>> {
    return this.#add(new Dict([...entries].map((each) => copyItem(each))));
  }

  /** Items in order, beginning with those (default: none); copies. */
  list<T>(items: Iterable<T> = []): Remote<List<T>> {
    return this.#add(new List([...items].map((each) => copyItem(each))));
  }

  /** Values by name, beginning with those (default: none); copies. */
  namespace<T extends object>(values: Partial<T> = {}): RemoteNamespace<T> {
    // The mapped type would forget which value goes with which name.
    return this.#add(new Namespace(copyItem(values))) as RemoteNamespace<T>;
  }

  /** One value of any kind, a copy; Value is faster for a number. */
  value<T>(initial: T): Remote<Box<T>> {
    return this.#add(new Box(copyItem(initial)));
  }

  /** A queue; the same as `new Queue(maxSize)`. */
  queue<T>(maxSize = 0): Queue<T> {
    return new Queue<T>(maxSize);
  }

  /**
   * An instance of a class of your own, which lives here: all use the one. Its methods may be used, its fields may not.
   * Python: BaseManager.register.
   */
  create<A extends unknown[], T extends object>(
    kind: new (...args: A) => T,
    ...args: A
  ): Remote<T> {
    return this.#add(new kind(...args));
  }

  /** Lets go of all that it made: who uses it gets ClosedError. */
  shutdown(): void {
    this.#open = false;
    for (const object of this.#objects.splice(0)) object.letGo();
  }

  /** Shuts it down. */
  [Symbol.dispose](): void {
    this.shutdown();
  }

  #add<T extends object>(target: T): Remote<T> {
    if (!this.#open) throw new ClosedError("this manager was shut down");
    const object = new RemoteObject(target);
    this.#objects.push(object);
    // Its methods are looked up by name.
    return object as unknown as Remote<T>;
  }
}

/** A Namespace of a {@link Manager}: values by name. */
export interface RemoteNamespace<T extends object> {
  /** The value of a name; undefined without one. */
  get<K extends keyof T>(name: K): Promise<T[K] | undefined>;
  /** Sets the value of a name. */
  set<K extends keyof T>(name: K, value: T[K]): Promise<void>;
  /** Takes a name out. */
  delete(name: keyof T): Promise<void>;
  /** All of them. */
  copy(): Promise<Partial<T>>;
}
