import { writeDuration } from "../format/late-rule.ts";

/** How far a run of `grade` is. */
export class GradingProgress {
  readonly total: number;
  readonly #startedAt: number;
  readonly #now: () => number;
  #done = 0;

  /** @param now in milliseconds */
  constructor(total: number, now: () => number = Date.now) {
    this.total = total;
    this.#now = now;
    this.#startedAt = now();
  }

  /** One more is graded. @returns "12/200" */
  next(): string {
    return `${++this.#done}/${this.total}`;
  }

  /** ", about 38 minutes left"; nothing where it is less than a minute, or too early to tell. */
  get left(): string {
    const early = Math.min(5, this.total / 10);
    const each = (this.#now() - this.#startedAt) / this.#done;
    const leftMs = each * (this.total - this.#done);
    if (this.#done < early || !(leftMs >= 60_000)) return "";
    return `, about ${writeDuration(leftMs)} left`;
  }

  /** For who stops it. */
  get stopped(): string {
    return `stopped: ${this.#done} of ${this.total} are graded and kept. The same command goes on with the rest`;
  }
}
