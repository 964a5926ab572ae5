import {
  clearImmediate,
  clearTimeout,
  setImmediate,
  setTimeout,
} from "node:timers";

const { getPrototypeOf } = Object;
const timeout = setTimeout(() => {}, 0);
clearTimeout(timeout);
const immediate = setImmediate(() => {});
clearImmediate(immediate);
const [timeouts, immediates] = [timeout, immediate].map(
  (each) => getPrototypeOf(each) as object,
);

/** A timer in a word: the number that `clearTimeout` takes, as in a browser; undefined for other values. */
export function timerText(value: object): string | undefined {
  const prototype: unknown = getPrototypeOf(value);
  if (prototype === timeouts) return String(Number(value));
  return prototype === immediates ? "[Immediate]" : undefined;
}
