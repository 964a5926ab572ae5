import { ProgressBar, type ProgressOptions } from "./progress-bar.ts";

/**
 * A bar with rate, time gone and time left: HTML in a notebook, a line in a terminal.
 *
 *     for (const file of progress(files, { label: "reading" })) await read(file);
 *     for await (const row of progress(rows)) use(row);
 *     for (const turn of progress(50)) await step(turn); // 0 to 49
 *     const bar = progress(200); ... bar.advance(); ... bar.finish();
 *
 * A bar inside another is drawn below it. A loop that breaks, throws or is interrupted leaves its bar marked as stopped.
 * Takes what to go through, or how much there is to do: a bar that is moved by hand, or by a loop over the numbers from 0.
 * Follows Python's tqdm and trange.
 * @throws RangeError if a total is negative or not a number
 */
export function progress(total: number, options?: ProgressOptions): ProgressBar;
export function progress<T>(
  source: Iterable<T>,
  options?: ProgressOptions,
): Iterable<T>;
export function progress<T>(
  source: AsyncIterable<T>,
  options?: ProgressOptions,
): AsyncIterable<T>;
export function progress<T>(
  source: number | Iterable<T> | AsyncIterable<T>,
  options: ProgressOptions = {},
): ProgressBar | Iterable<T> | AsyncIterable<T> {
  const total = options.total ?? findTotal(source);
  if (total !== undefined && !(total >= 0))
    throw new RangeError(
      `progress of ${total}: give how much there is to do, zero or more.`,
    );
  const makeBar = () => new ProgressBar(total, options.label);
  if (typeof source === "number") return makeBar();
  if (Symbol.asyncIterator in source) return followAsync(source, makeBar);
  return { [Symbol.iterator]: () => follow(source, makeBar) };
}

/** How much there is, where that can be seen without going through it. */
export function findTotal(source: unknown): number | undefined {
  if (typeof source === "number") return source;
  const { length, size } = source as { length?: unknown; size?: unknown };
  if (typeof length === "number") return length;
  return typeof size === "number" ? size : undefined;
}

function* follow<T>(
  source: Iterable<T>,
  makeBar: () => ProgressBar,
): Generator<T> {
  const bar = makeBar();
  try {
    for (const item of source) {
      yield item;
      bar.advance();
    }
    bar.finish();
  } finally {
    // Does nothing after finish: left early, by break or an error.
    bar.stop();
  }
}

async function* followAsync<T>(
  source: AsyncIterable<T>,
  makeBar: () => ProgressBar,
): AsyncGenerator<T> {
  const bar = makeBar();
  try {
    for await (const item of source) {
      yield item;
      bar.advance();
    }
    bar.finish();
  } finally {
    bar.stop();
  }
}
