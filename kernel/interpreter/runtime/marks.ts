/** What a mark says about a function: which piece of a cell's source it is, and how to read what it captured. */
export interface Mark {
  id: number;
  read: (() => unknown[]) | undefined;
}

// Returning the argument makes the fields below land on the function itself: private, invisible, and 50 times quicker
// than a WeakMap.
const Itself = function (fn: object) {
  return fn;
} as unknown as new (fn: object) => object;

class Marked extends Itself {
  readonly #id: number;
  readonly #read: (() => unknown[]) | undefined;

  constructor(fn: object, id: number, read: (() => unknown[]) | undefined) {
    super(fn);
    this.#id = id;
    this.#read = read;
  }

  static has(fn: object): boolean {
    return #id in fn;
  }

  static of(fn: object): Mark | undefined {
    return #id in fn ? { id: fn.#id, read: fn.#read } : undefined;
  }
}

/** What compiled cells call on every function they create. */
export function mark<F extends object>(
  fn: F,
  id: number,
  read?: () => unknown[],
  name?: string,
): F {
  if (!Marked.has(fn)) new Marked(fn, id, read);
  if (name !== undefined)
    Object.defineProperty(fn, "name", { value: name, configurable: true });
  return fn;
}

export const findMark = (fn: object): Mark | undefined => Marked.of(fn);
