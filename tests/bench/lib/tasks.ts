/** What the contenders run in their workers. */
export const noop = (x: number): number => x;
export const noops = (xs: number[]): number[] => xs.map(noop);
export const add = (a: number, b: number): number => a + b;
/** Looks at the data without reading all of it: what is measured is the way there. */
export const sum = (xs: Float64Array): number => (xs[0] ?? 0) + xs.length;

/** Some milliseconds of arithmetic. */
export function work(seed: number): number {
  let x = seed | 1;
  for (let i = 0; i < 3_000_000; i += 1) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}
