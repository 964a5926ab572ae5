interface Open {
  /** The server's number, once the batch is stored. */
  number?: number;
  /** Who has it, and where to say to the server what becomes of it. */
  taken?: { agent: string; delivery: string };
}

/** Batches with a task that somebody waits for. */
export class Batches {
  readonly #open = new Map<string, Open>();
  readonly #numbers = new Map<number, string>();

  add(batch: string): void {
    this.#open.set(batch, {});
  }

  has(batch: string): boolean {
    return this.#open.has(batch);
  }

  number(batch: string, number: number): void {
    const open = this.#open.get(batch);
    // It may be done by the time that its storing is acknowledged.
    if (open === undefined) return;
    open.number = number;
    this.#numbers.set(number, batch);
  }

  /** By the server's number. */
  find(number: number): string | undefined {
    return this.#numbers.get(number);
  }

  delete(batch: string): void {
    const number = this.#open.get(batch)?.number;
    if (number !== undefined) this.#numbers.delete(number);
    this.#open.delete(batch);
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
