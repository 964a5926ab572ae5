/** Timeouts in seconds, as every public call takes them: checked in one place, and true however long they are. */
import { standstillMs } from "./standstill.ts";

/** Node's timers count milliseconds in 31 bits; what is further off fires at once, so it goes in steps. */
const longestStepMs = 2 ** 31 - 1;

/** Node's own, as they were before a test put others in their place: real waits stay real. */
const { setTimeout, clearTimeout } = globalThis;

/** When to give up, in milliseconds of performance.now; Infinity for never. */
export type Deadline = number;

/**
 * @param name what the caller calls it: `timeout`, `timeoutSeconds`
 * @returns the seconds; Infinity stands for no limit, and less than zero for at once
 * @throws RangeError for NaN; TypeError for what is no number
 */
export function checkSeconds(
  seconds: number | undefined,
  name = "timeoutSeconds",
): number {
  if (seconds === undefined) return Infinity;
  if (typeof seconds === "number" && !Number.isNaN(seconds)) return seconds;
  const Kind = typeof seconds === "number" ? RangeError : TypeError;
  throw new Kind(
    `${name} must be a number of seconds; got ${describe(seconds)}. Leave it out, or give Infinity, to wait without a limit.`,
  );
}

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** @throws as {@link checkSeconds} */
export function deadlineIn(
  seconds: number | undefined,
  name?: string,
): Deadline {
  return performance.now() + checkSeconds(seconds, name) * 1000;
}

/**
 * Calls back after so many seconds, and keeps the program going until then; never, and without keeping it, for Infinity.
 * @returns a function that calls it off
 */
export function after(
  seconds: number | undefined,
  callback: () => void,
  name?: string,
): () => void {
  return at(deadlineIn(seconds, name), callback);
}

/** The same for a deadline. */
export function at(deadline: Deadline, callback: () => void): () => void {
  if (deadline === Infinity) return () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const before = standstillMs();
  const left = () => deadline + (standstillMs() - before) - performance.now();
  const step = (): void => {
    const leftMs = Math.min(left(), longestStepMs);
    // Node drops fractions, which would be early.
    timer = setTimeout(check, Math.max(0, Math.ceil(leftMs)));
  };
  // What a debugger has held up in the meantime is given its time.
  const check = (): void => (left() > 0 ? step() : callback());
  step();
  return () => clearTimeout(timer);
}
