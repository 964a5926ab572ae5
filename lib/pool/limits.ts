import { after } from "../platform/clock.ts";
import { TimeoutError } from "../errors.ts";
import { rule, type Rules } from "./options.ts";

/** What stops tasks that take too long or are not wanted any more, also when they never return. */
export interface Limits {
  /**
   * Seconds, from the call on (default: no limit). Then tasks that wait are dropped, workers that run one are ended and replaced, and the
   * call rejects with TimeoutError.
   */
  timeout?: number;
  /** The same, when the signal aborts (default: none); the call rejects with the signal's reason. */
  signal?: AbortSignal;
}

export const limitRules: Rules<Limits> = {
  timeout: rule.seconds,
  signal: rule.signal,
};

/** What one task may be given. */
export interface TaskOptions extends Limits {
  /** Of the tasks that wait, those with the highest number go first (default: 0). */
  priority?: number;
}

export const taskRules: Rules<TaskOptions> = {
  ...limitRules,
  priority: rule.integer,
};

/**
 * Applies limits to work until that is over.
 * @param giveUp ends the work
 */
export function applyLimits(
  giveUp: (reason: unknown) => void,
  limits: Limits,
  over: PromiseLike<unknown>,
): void {
  const { timeout, signal } = limits;
  const releases: (() => void)[] = [];
  if (timeout !== undefined) {
    const expire = (): void =>
      giveUp(new TimeoutError(timeout, "the work was not done"));
    releases.push(after(timeout, expire, "timeout"));
  }
  if (signal !== undefined) {
    const abort = (): void => giveUp(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    releases.push(() => signal.removeEventListener("abort", abort));
  }
  if (releases.length === 0) return;
  const release = (): void => releases.forEach((each) => each());
  over.then(release, release);
}
