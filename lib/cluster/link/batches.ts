/** Batches with a task that somebody waits for, and the server's numbers of those that are stored. */
export class Batches {
  readonly #open = new Map<string, number | undefined>();
  readonly #byNumber = new Map<number, string>();

  add(batch: string): void {
    this.#open.set(batch, undefined);
  }

  has(batch: string): boolean {
    return this.#open.has(batch);
  }

  /** @returns false if nobody waits for it any more: it may be settled by the time that its storing is acknowledged */
  number(batch: string, number: number): boolean {
    if (!this.#open.has(batch)) return false;
    this.#open.set(batch, number);
    this.#byNumber.set(number, batch);
    return true;
  }

  find(number: number): string | undefined {
    return this.#byNumber.get(number);
  }

  /** @returns its number, if that is known */
  delete(batch: string): number | undefined {
    const number = this.#open.get(batch);
    this.#open.delete(batch);
    if (number !== undefined) this.#byNumber.delete(number);
    return number;
  }

  /** @returns the numbers that are known */
  clear(): number[] {
    const numbers = [...this.#byNumber.keys()];
    this.#open.clear();
    this.#byNumber.clear();
    return numbers;
  }
}
