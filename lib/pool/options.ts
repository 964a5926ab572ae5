import { checkSeconds } from "../platform/clock.ts";
import { checkCount } from "./chunks.ts";

/** Says what is wrong with an option's value by throwing; the name is for the message. */
export type Rule = (value: never, name: string) => unknown;

/** A rule for each option that a call has. */
export type Rules<T> = { [K in keyof Required<T>]: Rule };

/** The rules that several calls have in common. */
export const rule = {
  count: checkCount,
  size: checkSize,
  seconds: checkSeconds,
  flag: is("true or false", (value) => typeof value === "boolean"),
  text: is("a string", (value) => typeof value === "string"),
  integer: is("a whole number", Number.isSafeInteger),
  callable: is("a function", (value) => typeof value === "function"),
  list: is("an array", Array.isArray),
  progress: is("true, false or the words before the bar", (value) =>
    ["boolean", "string"].includes(typeof value),
  ),
  signal: is(
    "an AbortSignal, such as controller.signal or AbortSignal.timeout(1000)",
    // Not by its class: a signal may come from another realm.
    (value) => typeof (value as AbortSignal | null)?.aborted === "boolean",
  ),
  texts: is("an array of strings", (value) =>
    (Array.isArray(value) ? value : [0]).every(
      (each) => typeof each === "string",
    ),
  ),
  record: is(
    'an object, such as { LANG: "C" }',
    (value) => typeof value === "object" && value !== null,
  ),
} satisfies Record<string, Rule>;

/** @returns a rule for one of several words */
export function oneOf(...words: readonly string[]): Rule {
  return is(words.map((each) => `"${each}"`).join(" or "), (value) =>
    words.includes(value as string),
  );
}

/**
 * @param call whose options they are, for the message
 * @returns the options
 * @throws TypeError for what is no object, a name that the call does not have, and a value of another kind; RangeError for a number
 */
export function checkOptions<T extends object>(
  options: T,
  rules: Rules<T>,
  call: string,
): T {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `${call} takes its options as an object, such as { ${Object.keys(rules)[0]}: ... }; got ${describe(options)}`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    const check = (rules as Record<string, Rule | undefined>)[name];
    if (check === undefined || !Object.hasOwn(rules, name)) {
      throw new TypeError(
        `${call} has no option ${name}; it has ${Object.keys(rules).join(", ")}`,
      );
    }
    if (value !== undefined) check(value as never, name);
  }
  return options;
}

function checkSize(value: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(
    `${name} must be a non-negative integer; got ${String(value)}`,
  );
}

function is(what: string, holds: (value: unknown) => boolean): Rule {
  return (value: unknown, name: string) => {
    if (!holds(value)) {
      throw new TypeError(`${name} must be ${what}; got ${describe(value)}`);
    }
  };
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}
