/** What this side has handed over, and what it holds of the other's: each by the number that its owner gave it. */
export class References {
  readonly #own = new Map<number, object>();
  readonly #numbers = new Map<object, number>();
  readonly #theirs = new Map<number, WeakRef<object>>();
  readonly #theirNumbers = new WeakMap<object, number>();
  #last = 0;

  /** The number of something of ours. */
  numberOf(object: object): number {
    const known = this.#numbers.get(object);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#own.set(this.#last, object);
    this.#numbers.set(object, this.#last);
    return this.#last;
  }

  /** @throws TypeError for a number that nothing of ours has */
  own(ref: number): object {
    const object = this.#own.get(ref);
    if (object === undefined)
      throw new TypeError(`nothing was handed over as number ${ref}`);
    return object;
  }

  /** The number of something of theirs; undefined for what is no such thing. */
  theirNumber(object: object): number | undefined {
    return this.#theirNumbers.get(object);
  }

  /** What stands here for something of theirs, made once. */
  theirs(ref: number, make: () => object): object {
    const known = this.#theirs.get(ref)?.deref();
    if (known) return known;
    const made = make();
    this.learn(made, ref);
    return made;
  }

  learn(object: object, ref: number): void {
    this.#theirs.set(ref, new WeakRef(object));
    this.#theirNumbers.set(object, ref);
  }
}
