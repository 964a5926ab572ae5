/** Bundles share it by name only: one notes, another asks. */
const slot = Symbol.for("romanesco.thrown");
const OwnError = Error;

interface Thrown {
  value: unknown;
  /** Where; a text when it was in a worker. */
  at: Error | string;
}

const globals = globalThis as { [slot]?: { last?: Thrown } };
const known = (globals[slot] ??= {});

/**
 * Remembers where a value was thrown that is no error and so has no stack: the last one.
 * @param at frames, when it was in another thread or process (default: here)
 * @returns the value
 */
export function noteThrown<T>(
  value: T,
  at: Error | string = new OwnError(),
): T {
  known.last = { value, at };
  return value;
}

/** Where the value was thrown, if it was the last. */
export function placeOfThrown(value: unknown): Error | string | undefined {
  const { last } = known;
  return last && Object.is(last.value, value) ? last.at : undefined;
}

/** The frames from there as a text; empty when it is not known. */
export function framesOfThrown(value: unknown): string {
  const place = placeOfThrown(value);
  if (typeof place === "string") return place;
  const [, ...frames] = String(place?.stack ?? "").split("\n");
  return frames.join("\n");
}
