import { machineNow } from "../platform/machine-clock.ts";
import type { Runner } from "../worker/runner.ts";

const longestStepMs = 2 ** 31 - 1;

/** Ends workers that had nothing to do for a while; new ones start when tasks come. */
export class IdleWatch {
  readonly #living: () => Runner[];
  readonly #idleMs: number;
  readonly #minWorkers: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    living: () => Runner[],
    idleTimeout: number | undefined,
    minWorkers: number | undefined,
  ) {
    this.#living = living;
    this.#idleMs = (idleTimeout ?? Infinity) * 1000;
    this.#minWorkers = minWorkers ?? 0;
  }

  /** To be called when a worker may have become idle. */
  look(): void {
    if (this.#timer !== undefined || this.#idleMs === Infinity) return;
    const [first] = this.#superfluous();
    if (first === undefined) return;
    const left = first.since + this.#idleMs - machineNow();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        for (const runner of this.#superfluous())
          if (machineNow() - runner.since >= this.#idleMs) runner.stop();
        this.look();
      },
      Math.min(Math.max(1, left), longestStepMs),
    ).unref();
  }

  /** Idle ones beyond those that stay, those that are idle for longest first. */
  #superfluous(): Runner[] {
    const living = this.#living();
    const idle = living.filter((runner) => runner.started && runner.load === 0);
    return idle
      .toSorted((a, b) => a.since - b.since)
      .slice(0, Math.max(0, living.length - this.#minWorkers));
  }
}
