/** The middle of the sorted numbers; of an even count the mean of the two in the middle. NaN for none. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** The value below which a share `q` of the numbers lies, from 0 to 1; between two neighbours by proportion. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** The distance from the first to the third quartile: how far the middle half of the numbers lies apart. */
export function interquartileRange(numbers: readonly number[]): number {
  return quantile(numbers, 0.75) - quantile(numbers, 0.25);
}
