/**
 * Values that structured clone would lose travel in an object with this one key, which says what they are.
 * Everything else travels as it is.
 */
import type { Reference } from "./messages.ts";

export const tag = "$romanesco";

export type Tagged =
  | { [tag]: "function"; reference: Reference }
  | {
      [tag]: "instance";
      /** Expression that names the class where the value arrives, e.g. `Point` or `geometry.Point`. */
      class: string;
      own: Record<string, unknown>;
      /** Private fields, outermost class first. */
      state?: unknown[][];
    }
  /** A long plain array of numbers: cloned as Float64Array, which takes a twentieth of the time. */
  | { [tag]: "numbers"; numbers: Float64Array }
  /** Memory that threads share, or a view of it: it stands beside the data, by its number. */
  | { [tag]: "shared"; number: number }
  /** A value whose parts lie too deep for structured clone: they stand beside it. */
  | { [tag]: "deep"; parts: unknown[]; value: unknown }
  /** Such a part, by its number. */
  | { [tag]: "later"; number: number };

export function isTagged(value: object): value is Tagged {
  return tag in value;
}

/** In a worker: the name of a class of this library, apart from what a notebook calls it. */
export function ownName(className: string): string {
  return `$romanesco_${className}`;
}

/** Whether it is a lock, a queue and so on. */
export function isOwn(value: Tagged): boolean {
  return value[tag] === "instance" && value.class.startsWith(ownName(""));
}

export const readState = Symbol.for("romanesco.readState");
export const writeState = Symbol.for("romanesco.writeState");

/** Given to a constructor, it makes an instance whose private fields exist and are still to be written. */
const reviveKey = Symbol.for("romanesco.revive");
const globals = globalThis as Record<symbol, unknown>;
export const revive: object = (globals[reviveKey] ??= Object.freeze({
  toString: () => "",
})) as object;

export function hasState(constructor: object): boolean {
  return Object.hasOwn(constructor, readState);
}

export interface Stateful {
  [readState](instance: object): unknown[];
  [writeState](instance: object, values: unknown[]): void;
}

/** The classes of an instance that have private members, the outermost first. */
export function statefulClasses(constructor: unknown): Stateful[] {
  const found: Stateful[] = [];
  for (
    let each = constructor;
    typeof each === "function";
    each = Object.getPrototypeOf(each)
  )
    if (hasState(each)) found.unshift(each as unknown as Stateful);
  return found;
}
