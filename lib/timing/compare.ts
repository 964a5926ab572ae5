import { isDeepStrictEqual } from "node:util";
import { checkCount } from "../pool/chunks.ts";
import { findNotebook } from "../notebook.ts";
import { progress } from "../progress/progress.ts";
import type { ProgressBar } from "../progress/progress-bar.ts";
import { Comparison, type Variant } from "./comparison.ts";
import { summarize, time, type MeasureOptions } from "./measure.ts";

/** How {@link compare} times and what it takes for the same answer. */
export interface CompareOptions<R> extends MeasureOptions {
  /** How many workers the parallel variants use; with it the efficiency is known (default: not said). */
  workers?: number;
  /** Title of the figure (default: its own words). */
  title?: string;
  /**
   * Seconds that you expect of variants, by name: drawn as open diamonds beside what was measured (default: none). A
   * variant whose guess is undefined has none yet.
   */
  guesses?: Readonly<Record<string, number | undefined>>;
  /** Shows a bar that moves with each run, for work of more than a second or two (default: false). */
  progress?: boolean;
  /** Draws the times, in a notebook (default: true). Not drawn, they may become points of a figure of yours. */
  show?: boolean;
  /** Whether two answers are the same (default: deeply equal, numbers up to a relative 1e-9). */
  agree?: (a: R, b: R) => boolean;
}

/** The variants returned different answers. */
export class DisagreementError extends Error {
  /** For people and logs: "DisagreementError". */
  override readonly name = "DisagreementError";

  constructor(
    /** Name of the first variant. */
    readonly first: string,
    /** Name of the one that disagrees with it. */
    readonly second: string,
    /** Both answers, by name. */
    readonly results: Record<string, unknown>,
  ) {
    super(
      `"${first}" and "${second}" gave different answers, so their times cannot be compared; look at this error's results`,
    );
  }
}

/**
 * Times several ways to the same answer, in turns so that noise hits all alike, and checks that they agree. The first one
 * is what the others are compared with. In a notebook it draws the times.
 *
 *     await compare({ serial: () => inputs.map(work), pool: () => pool.map(work, inputs) });
 *
 * @throws DisagreementError; RangeError for a guess about a variant that is not there; whatever a variant throws
 */
export async function compare<R>(
  variants: Record<string, () => R | PromiseLike<R>>,
  options: CompareOptions<NoInfer<R>> = {},
): Promise<Comparison<R>> {
  checkCount(options.repeats ?? 5, "repeats");
  const names = Object.keys(variants);
  if (names.length === 0) {
    throw new TypeError(
      "compare needs at least one variant: compare({ serial: () => work() })",
    );
  }
  const { title, guesses = {}, show = true } = options;
  checkGuesses(guesses, names);
  const runs = await runRounds(variants, options);
  const measured = names.map((name): Variant<R> => {
    const seconds = runs.flatMap((round) => round[name]?.seconds ?? []);
    // One round at least was run, and each has every name.
    const result = runs.at(-1)?.[name]?.result as R;
    return { name, ...summarize(seconds, result) };
  });
  const comparison = new Comparison(measured, options.workers);
  if (show) await draw(comparison, title, guesses);
  return comparison;
}

function checkGuesses(guesses: object, names: string[]): void {
  const wrong = Object.keys(guesses).find((name) => !names.includes(name));
  if (wrong === undefined) return;
  throw new RangeError(
    `there is a guess for "${wrong}", which is not compared; there are ${names.join(", ")}`,
  );
}

/** The figure comes by itself, so that `const times = await compare(...)` shows it too. */
async function draw(
  comparison: Comparison<unknown>,
  title: string | undefined,
  guesses: Readonly<Record<string, number | undefined>>,
): Promise<void> {
  const notebook = findNotebook();
  if (notebook === undefined) return;
  // Only when there is something to draw on: programs need no plots.
  const [{ timings }, plots] = await Promise.all([
    import("../plots/timings.ts"),
    import("../plots/show.ts"),
  ]);
  const variants = comparison.variants.map((variant) => ({
    ...variant,
    speedup: comparison.speedup(variant.name),
    guess: guesses[variant.name],
  }));
  plots.show(timings({ variants, ...(title && { title }) }));
}

type Round<R> = Record<string, { seconds: number; result: R }>;

/** The timed rounds, after the untimed ones. */
async function runRounds<R>(
  variants: Record<string, () => R | PromiseLike<R>>,
  options: CompareOptions<R>,
): Promise<Round<R>[]> {
  const { repeats = 5, warmups = 1, agree = isClose } = options;
  const rounds: Round<R>[] = [];
  const total = (warmups + repeats) * Object.keys(variants).length;
  using bar = options.progress
    ? progress(total, { label: "comparing" })
    : undefined;
  while (rounds.length < warmups + repeats) {
    const round = await runAll(variants, bar);
    checkAgreement(round, agree);
    rounds.push(round);
  }
  return rounds.slice(warmups);
}

async function runAll<R>(
  variants: Record<string, () => R | PromiseLike<R>>,
  bar: ProgressBar | undefined,
): Promise<Round<R>> {
  const round: Round<R> = {};
  for (const [name, fn] of Object.entries(variants)) {
    round[name] = await time(fn);
    bar?.advance();
  }
  return round;
}

function checkAgreement<R>(
  round: Record<string, { result: R }>,
  agree: (a: R, b: R) => boolean,
): void {
  const [first, ...others] = Object.entries(round);
  if (first === undefined) return;
  for (const [name, { result }] of others) {
    if (agree(first[1].result, result)) continue;
    throw new DisagreementError(first[0], name, {
      [first[0]]: first[1].result,
      [name]: result,
    });
  }
}

/** Deeply equal; sums of floating-point numbers may differ in their last digits when parts are added in another order. */
function isClose(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") {
    if (Object.is(a, b)) return true;
    return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => isClose(item, b[at]));
  }
  return isDeepStrictEqual(a, b);
}
