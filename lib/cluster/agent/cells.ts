/** Cells of all sessions by numbers of the agent's own: two notebooks have a cell 3 each. */
export class CellNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #cells = new Map<number, { session: string; cell: number }>();
  #last = 0;

  numberOf(session: string, cell: number): number {
    const key = `${session} ${cell}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(key, this.#last);
    this.#cells.set(this.#last, { session, cell });
    return this.#last;
  }

  find(number: number): { session: string; cell: number } | undefined {
    return this.#cells.get(number);
  }

  forget(session: string): void {
    for (const [key, number] of this.#numbers) {
      if (!key.startsWith(`${session} `)) continue;
      this.#numbers.delete(key);
      this.#cells.delete(number);
    }
  }
}
