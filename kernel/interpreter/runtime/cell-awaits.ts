// Part of the realm of the cells, whose code V8 compiles into theirs; that of the runtime's realm it has to call each time. It
// runs when cells may have changed everything: it uses syntax, and what it took before.

const OwnPromise = Promise;
const { isArray } = Array;

/** In a cell's JavaScript: line from 1, column from 0. */
export interface Place {
  line: number;
  column: number;
}

/**
 * What the top-level awaits of one run of a cell go through, so that Stop ends them; see cell/awaits.ts for where each is called.
 * One at a time: the cell's own code is at one await at most.
 */
export class CellAwaits {
  /** Of the await that the cell is in; 0 while it is in none. */
  line = 0;
  column = 0;
  /** Ends that await, if the cell is to go on behind it. */
  reject: ((error: unknown) => void) | undefined;
  /** What a guarded await threw, and where that await stands. */
  rejected: { error: unknown; at: Place } | undefined;
  /** Set once the cell goes on no more. */
  over: { error: unknown } | undefined;
  /** It has come to a loop that would close what it goes through. */
  closes = false;

  /** What is awaited as it is: `on` says afterwards whether the cell goes on. */
  at<T>(value: T, line: number, column: number): T {
    this.line = line;
    this.column = column;
    return value;
  }

  /** Nothing in the cell sees what is thrown here. */
  on<T>(value: T): T {
    if (this.over !== undefined) throw this.over.error;
    this.line = 0;
    return value;
  }

  /**
   * Lets Stop throw into the await. A value that is not a promise comes back as itself.
   * @param line the end of a `using` has no place of its own
   */
  guard<T>(value: T, line = 0, column = 0): T | Promise<Awaited<T>> {
    if (!isThenable(value)) return value;
    this.line = line;
    this.column = column;
    return new OwnPromise<Awaited<T>>((resolve, reject) => {
      this.reject = reject;
      void this.#race(value, resolve, reject, { line, column });
    });
  }

  async #race<T>(
    value: T,
    resolve: (value: Awaited<T>) => void,
    reject: (error: unknown) => void,
    at: Place,
  ): Promise<void> {
    let result: Awaited<T>;
    try {
      result = await value;
    } catch (error) {
      if (!this.#settles(reject)) return;
      if (at.line > 0) this.rejected = { error, at };
      return reject(error);
    }
    if (this.#settles(reject)) resolve(result);
  }

  #settles(reject: (error: unknown) => void): boolean {
    if (this.over !== undefined) return false;
    if (this.reject === reject) {
      this.reject = undefined;
      this.line = 0;
    }
    return true;
  }

  /** What a `for` goes through. Only arrays are known to have nothing that is run when the loop is left. */
  of<T>(iterable: T): T {
    if (!isArray(iterable)) this.closes = true;
    return iterable;
  }

  /** An await inside such loops and nothing else that would see a throw. */
  inLoop<T>(value: T, line: number, column: number): T | Promise<Awaited<T>> {
    return this.closes
      ? this.guard(value, line, column)
      : this.at(value, line, column);
  }

  /** For `for await`, which awaits the values of an ordinary iterable too; those of an asynchronous one it takes as they are. */
  each<T>(
    iterable: AsyncIterable<T> | Iterable<T>,
    line: number,
    column: number,
    guards: boolean,
  ): AsyncIterable<Awaited<T>> {
    const wait = <V>(value: V) =>
      guards ? this.guard(value, line, column) : this.at(value, line, column);
    return { [Symbol.asyncIterator]: () => this.#iterate(iterable, wait) };
  }

  #iterate<T>(
    iterable: AsyncIterable<T> | Iterable<T>,
    wait: <V>(value: V) => V | Promise<Awaited<V>>,
  ): AsyncIterator<Awaited<T>> {
    const isAsync = Symbol.asyncIterator in iterable;
    const iterator = isAsync
      ? iterable[Symbol.asyncIterator]()
      : iterable[Symbol.iterator]();
    const next = async () => {
      const { done = false, value } = this.on(await wait(iterator.next()));
      return { done, value: isAsync ? value : this.on(await wait(value)) };
    };
    return {
      next: next as never,
      return: async (value?: unknown) => {
        await iterator.return?.(value as never);
        return { done: true, value };
      },
    };
  }

  /** The cell goes on no more: no await of its own settles, or is seen to settle. */
  end(error: unknown): void {
    this.over ??= { error };
  }

  /**
   * Throws into the await that the cell is in, or ends its code where nothing would see that.
   * @returns whether something may go on
   */
  interrupt(error: unknown): boolean {
    const { reject } = this;
    this.reject = undefined;
    this.line = 0;
    if (reject === undefined) this.end(error);
    else reject(error);
    return reject !== undefined;
  }

  /** Where the cell met this error, if in an await. */
  placeOf(error: unknown): Place | undefined {
    const { line, column, rejected } = this;
    if (line > 0) return { line, column };
    return rejected?.error === error ? rejected?.at : undefined;
  }
}

// A cell can name its own, and so come to the class of all others.
Object.freeze(CellAwaits);
Object.freeze(CellAwaits.prototype);

let isStopped: (() => boolean) | undefined;

/** @param asked whether running code belongs to a cell that Stop has ended; not asked before the first Stop */
export function askLive(asked: () => boolean): void {
  isStopped = asked;
}

/** What an await inside a function gets: for one of a cell that was stopped, it never settles. */
export function live<T>(value: T): T | Promise<never> {
  return isStopped?.() ? new OwnPromise<never>(() => {}) : value;
}

function isThenable(value: unknown): value is PromiseLike<never> {
  return (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}
