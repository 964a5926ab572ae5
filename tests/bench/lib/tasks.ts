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

/** The lecture's sum of i * i for i < n. */
export function sumSquare(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i += 1) total += i * i;
  return total;
}

/** The lecture's bubble sort of so many random numbers; gives the smallest. */
export function bubbleSort(count: number): number {
  const numbers = Array.from({ length: count }, () => Math.random() * 100);
  for (let end = count - 1; end > 0; end -= 1)
    for (let i = 0; i < end; i += 1) {
      const a = numbers[i] as number;
      const b = numbers[i + 1] as number;
      if (a > b) {
        numbers[i] = b;
        numbers[i + 1] = a;
      }
    }
  return numbers[0] as number;
}

export const doze = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** A result of 1 KB. */
export const textLength = (seed: number): string =>
  String.fromCharCode(97 + (seed % 26)).repeat(1024);
