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

const { defineProperty } = Object;
const { ownKeys } = Reflect;

/** What compiled cells call on every function they create. */
export function mark<F extends object>(
  fn: F,
  id: number,
  read?: () => unknown[],
  name?: string,
): F {
  if (!Marked.has(fn)) new Marked(fn, id, read);
  if (name !== undefined)
    // Inherits nothing: a cell may have put a `get` on all objects.
    defineProperty(fn, "name", {
      __proto__: null,
      value: name,
      configurable: true,
    } as PropertyDescriptor);
  return fn;
}

/** What they call on an object with a method: `key` may be something else by the end of the literal. */
mark.method = <T extends object>(
  object: T,
  key: string,
  id: number,
  read?: () => unknown[],
): T => {
  const method: unknown = (object as Record<string, unknown>)[key];
  if (typeof method === "function") mark(method, id, read);
  return object;
};

let lastKey: string | symbol = "";

/** What they call on a computed key of a function without a name. @returns it as a property key, computed once */
mark.key = (key: unknown): string | symbol => {
  // Inherits nothing, so that the key is the one property.
  const keys = ownKeys({ __proto__: null, [key as string]: 0 } as object);
  return (lastKey = keys[0]!);
};

/** The name of the function under the key that was computed last. */
mark.lastName = (): string => {
  if (typeof lastKey === "string") return lastKey;
  const { description } = lastKey;
  return description === undefined ? "" : `[${description}]`;
};

export const findFunctionTag = (fn: object): Mark | undefined => Marked.of(fn);
