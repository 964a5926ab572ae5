import type { ActivityEvent } from "../worker/timeline.ts";

type Listener = (event: ActivityEvent) => void;

/** Who looks on while an executor works. */
export class Watchers {
  readonly #listeners = new Set<Listener>();

  get any(): boolean {
    return this.#listeners.size > 0;
  }

  /** @returns takes the listener off */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(event: ActivityEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
