interface Open {
  /** The server's number, once the batch is stored. */
  number?: number;
  /** Who has it, and where to say to the server what becomes of it. */
  taken?: { agent: string; delivery: string };
}

/** Batches with a task that somebody waits for. */
export class Batches {
  readonly #open = new Map<string, Open>();
  readonly #byNumber = new Map<number, string>();

  add(batch: string): void {
    this.#open.set(batch, {});
  }

  has(batch: string): boolean {
    return this.#open.has(batch);
  }

  /** @returns false if nobody waits for it any more: it may be settled by the time that its storing is acknowledged */
  number(batch: string, number: number): boolean {
    const open = this.#open.get(batch);
    if (open === undefined) return false;
    open.number = number;
    this.#byNumber.set(number, batch);
    return true;
  }

  find(number: number): string | undefined {
    return this.#byNumber.get(number);
  }

  /** @returns its number, if that is known */
  delete(batch: string): number | undefined {
    const number = this.#open.get(batch)?.number;
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

  take(batch: string, agent: string, delivery: string): void {
    const open = this.#open.get(batch);
    if (open !== undefined) open.taken = { agent, delivery };
  }

  /** Agents that have a batch. */
  holders(): string[] {
    const agents = new Set<string>();
    for (const { taken } of this.#open.values())
      if (taken !== undefined) agents.add(taken.agent);
    return [...agents];
  }

  /** Those that nobody is known to have. */
  untaken(): string[] {
    return [...this.#open].flatMap(([batch, { taken }]) =>
      taken === undefined ? [batch] : [],
    );
  }

  /** Takes from an agent what it has. @returns where to say so to the server */
  takeBack(agent: string): string[] {
    const deliveries: string[] = [];
    for (const open of this.#open.values()) {
      if (open.taken?.agent !== agent) continue;
      deliveries.push(open.taken.delivery);
      delete open.taken;
    }
    return deliveries;
  }
}
