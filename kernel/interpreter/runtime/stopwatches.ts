/** So long, at least, a number of rounds is computed before it is taken for a measurement. */
const leastMs = 200;
const runs = 7;

/** What `%time`, `%%time` and `%timeit` print. */
export class Stopwatches {
  readonly #started: { wall: number; cpu: NodeJS.CpuUsage }[] = [];
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  start(): void {
    this.#started.push({ wall: performance.now(), cpu: process.cpuUsage() });
  }

  stop(): void {
    const wallNow = performance.now();
    const start = this.#started.pop();
    if (!start) return;
    const { user, system } = process.cpuUsage(start.cpu);
    this.#print(
      `CPU times: user ${formatMs(user / 1000)}, sys ${formatMs(system / 1000)}, total ${formatMs((user + system) / 1000)}`,
    );
    this.#print(`Wall time: ${formatMs(wallNow - start.wall)}`);
  }

  /** A cell that failed has left some running. */
  clear(): void {
    this.#started.length = 0;
  }

  /**
   * Computes an expression in rounds that take long enough to be measured, seven times.
   * Follows Python's timeit.
   * @throws SyntaxError for what is no expression
   */
  async timeit(work?: () => unknown): Promise<void> {
    if (!work)
      throw new SyntaxError(
        "%timeit takes an expression, which is computed many times: %timeit f(x). %time takes any statement, once",
      );
    let rounds = 1;
    for (let step = 0; (await measure(work, rounds)) < leastMs; step++)
      rounds = 10 ** Math.floor((step + 1) / 3) * [1, 2, 5][(step + 1) % 3]!;
    const each: number[] = [];
    for (let run = 0; run < runs; run++)
      each.push((await measure(work, rounds)) / rounds);
    const mean = each.reduce((sum, one) => sum + one, 0) / runs;
    const deviation = Math.sqrt(
      each.reduce((sum, one) => sum + (one - mean) ** 2, 0) / runs,
    );
    const loops =
      rounds === 1 ? "1 loop" : `${rounds.toLocaleString("en")} loops`;
    this.#print(
      `${formatMs(mean)} ± ${formatMs(deviation)} per loop (mean ± standard deviation of ${runs} runs, ${loops} each)`,
    );
  }
}

/** @returns milliseconds */
async function measure(work: () => unknown, rounds: number): Promise<number> {
  const start = performance.now();
  for (let round = 0; round < rounds; round++) {
    const result = work();
    if (isThenable(result)) await result;
  }
  return performance.now() - start;
}

function isThenable(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

/** Three digits, in the unit that suits. */
function formatMs(ms: number): string {
  const [factor, unit] =
    ms >= 1000
      ? [0.001, "s"]
      : ms >= 1 || ms === 0
        ? [1, "ms"]
        : ms >= 0.001
          ? [1000, "µs"]
          : [1e6, "ns"];
  return `${Number((ms * factor).toPrecision(3))} ${unit}`;
}
