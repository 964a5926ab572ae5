import { checkCount } from "../pool/chunks.ts";
import { formatSeconds } from "./format-seconds.ts";
import { interquartileRange, median } from "./statistics.ts";
import { perfCounter } from "./perf-counter.ts";

/** How {@link measure} and {@link compare} time. */
export interface MeasureOptions {
  /** How often it is timed (default 5). */
  repeats?: number;
  /** Untimed runs beforehand, so that code is compiled and workers are up (default 1). */
  warmups?: number;
}

/** Times of one function, in seconds. */
export interface Measurement<R> {
  /** In the order in which they were taken. */
  seconds: number[];
  /** The middle of the sorted times, in seconds; of an even count the mean of the two in the middle. */
  median: number;
  /** From the first to the third quartile, in seconds. */
  spread: number;
  /** The shortest time, in seconds. */
  fastest: number;
  /** The longest time, in seconds. */
  slowest: number;
  /** What the last run returned. */
  result: R;
  /** Whether the times lie so far apart that a small difference means nothing: the spread is over a tenth of the median. */
  noisy: boolean;
}

/**
 * Times a function, which may return a promise.
 *
 *     const { median } = await measure(() => fibonacci(30), { repeats: 7 });
 *
 * Modelled on Python's timeit.repeat, but it runs the function once per measurement and summarises the times (median,
 * quartiles).
 * @throws whatever `fn` throws; RangeError for `repeats` below 1
 */
export async function measure<R>(
  fn: () => R | PromiseLike<R>,
  options: MeasureOptions = {},
): Promise<Measurement<R>> {
  const { repeats = 5, warmups = 1 } = options;
  checkCount(repeats, "repeats");
  for (let run = 0; run < warmups; run += 1) await fn();
  const seconds: number[] = [];
  let result: R;
  do {
    const timed = await time(fn);
    seconds.push(timed.seconds);
    result = timed.result;
  } while (seconds.length < repeats);
  return summarize(seconds, result);
}

/** One run and its time. */
export async function time<R>(
  fn: () => R | PromiseLike<R>,
): Promise<{ seconds: number; result: R }> {
  const start = perfCounter();
  const result = await fn();
  return { seconds: perfCounter() - start, result };
}

export function summarize<R>(seconds: number[], result: R): Measurement<R> {
  const middle = median(seconds);
  const spread = interquartileRange(seconds);
  return {
    seconds,
    median: middle,
    spread,
    fastest: Math.min(...seconds),
    slowest: Math.max(...seconds),
    result,
    noisy: seconds.length > 2 && spread > middle * 0.1,
  };
}

/** "120 ms (spread 3.1 ms)". */
export function describeMeasurement(measurement: Measurement<unknown>): string {
  const { median: middle, spread } = measurement;
  return `${formatSeconds(middle)} (spread ${formatSeconds(spread)})`;
}
