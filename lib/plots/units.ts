/** A unit of time that suits the numbers of one axis. */
export interface TimeUnit {
  name: "s" | "ms" | "µs";
  perSecond: number;
}

/** The largest unit in which `seconds` is at least one; microseconds below that. */
export function findTimeUnit(seconds: number): TimeUnit {
  if (seconds >= 1) return { name: "s", perSecond: 1 };
  if (seconds >= 1e-3) return { name: "ms", perSecond: 1e3 };
  return { name: "µs", perSecond: 1e6 };
}

// Made when a number is first written: the language's tables take as long to load as half the library.
let threeDigits: Intl.NumberFormat | undefined;

/** `1234.5` as "1,230": three digits are what a reader takes in, and more than most timings hold. */
export function formatNumber(value: number): string {
  threeDigits ??= new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
  return threeDigits.format(value);
}

/** Seconds with their unit: "1.23 s", "45.6 ms", "7.8 µs". */
export function formatSeconds(
  seconds: number,
  unit = findTimeUnit(seconds),
): string {
  return `${formatNumber(seconds * unit.perSecond)} ${unit.name}`;
}
