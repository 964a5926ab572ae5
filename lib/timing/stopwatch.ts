import { perfCounter } from "./perf-counter.ts";

/**
 * Measures a stretch of work in seconds.
 *
 *     const watch = new Stopwatch();
 *     await work();
 *     console.log(`${watch.seconds} s`);
 */
export class Stopwatch {
  #start = perfCounter();
  #laps: number[] = [];
  #lapStart = this.#start;

  /** Seconds since it was made or restarted. */
  get seconds(): number {
    return perfCounter() - this.#start;
  }

  /** Seconds of the laps so far. */
  get laps(): readonly number[] {
    return this.#laps;
  }

  /** Ends a lap and starts the next. @returns seconds since the last lap, or since the start */
  lap(): number {
    const now = perfCounter();
    const seconds = now - this.#lapStart;
    this.#lapStart = now;
    this.#laps.push(seconds);
    return seconds;
  }

  /** Begins again at zero, without laps. */
  restart(): void {
    this.#start = perfCounter();
    this.#lapStart = this.#start;
    this.#laps = [];
  }
}
