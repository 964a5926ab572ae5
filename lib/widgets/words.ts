import { type Codec, Control } from "./control.ts";
import type { ControlOptions } from "./labelled.ts";

/** What {@link text} takes. */
export interface TextOptions extends ControlOptions {
  /** What stands in it (default ""). */
  value?: string;
  /** Grey words in an empty box. */
  placeholder?: string;
  /** More than 1 makes a box of so many lines (default 1). */
  rows?: number;
  /** Whether it tells of each letter, or once Enter is pressed or the box is left (default true). */
  continuous?: boolean;
}

/** What {@link checkbox} and {@link toggle} take. */
export interface FlagOptions extends ControlOptions {
  /** Whether it is set (default false). */
  value?: boolean;
}

/** What {@link date} takes: days, whose time of day counts for nothing. */
export interface DateOptions extends ControlOptions {
  /** Default null: none chosen yet. */
  value?: Date | null;
  /** The earliest. */
  min?: Date;
  /** The latest. */
  max?: Date;
}

/** What {@link color} takes. */
export interface ColorOptions extends ControlOptions {
  /** As CSS writes it (default "black"). */
  value?: string;
}

const words: Codec<string> = {
  name: "value",
  read: (held) => held as string,
  write: (value) => expect(value, "string"),
};

const flag: Codec<boolean> = {
  name: "value",
  read: (held) => held as boolean,
  write: (value) => expect(value, "boolean"),
};

/** A box for text. */
export function text(options: TextOptions = {}): Control<string> {
  const { value = "", placeholder = "", rows = 1, continuous = true } = options;
  return new Control(
    rows > 1 ? "Textarea" : "Text",
    {
      ...{ value: expect(value, "string"), placeholder },
      continuous_update: continuous,
      ...(rows > 1 && { rows }),
    },
    words,
    options,
  );
}

/** A box to tick. */
export function checkbox(options: FlagOptions = {}): Control<boolean> {
  const value = expect(options.value ?? false, "boolean");
  return new Control("Checkbox", { value, indent: false }, flag, options);
}

/** A button that stays down until it is pressed again. */
export function toggle(options: FlagOptions = {}): Control<boolean> {
  const value = expect(options.value ?? false, "boolean");
  return new Control("ToggleButton", { value }, flag, options);
}

/**
 * A day to choose, or null. It is a `Date` at midnight here; one before `min` or after `max` becomes that end.
 * @throws TypeError for what is no valid date; RangeError for ends that are the wrong way round
 */
export function date(options: DateOptions = {}): Control<Date | null> {
  const { value = null, min = null, max = null } = options;
  const ends = { min: toWireDate(min), max: toWireDate(max) };
  if (min && max && min > max)
    throw new RangeError(
      `min is ${min.toDateString()} and max ${max.toDateString()}: min must be the earlier one`,
    );
  const write = (day: Date | null) => {
    const wanted = toWireDate(day);
    if (day === null) return wanted;
    if (min && day < min) return ends.min;
    return max && day > max ? ends.max : wanted;
  };
  return new Control<Date | null>(
    "DatePicker",
    { ...ends, value: write(value) },
    { name: "value", read: fromWireDate, write },
    options,
  );
}

/** A colour to choose. */
export function color(options: ColorOptions = {}): Control<string> {
  const value = expect(options.value ?? "black", "string");
  return new Control("ColorPicker", { value }, words, options);
}

function expect<Value>(value: Value, type: "string" | "boolean"): Value {
  if (typeof value !== type)
    throw new TypeError(`the value must be a ${type}; got ${String(value)}`);
  return value;
}

/** The wire counts months from 0, and knows no time of day. */
function toWireDate(day: Date | null): object | null {
  if (day === null) return null;
  if (!(day instanceof Date) || Number.isNaN(day.getTime()))
    throw new TypeError(
      `a date must be a valid Date, or null; got ${String(day)}`,
    );
  return {
    year: day.getFullYear(),
    month: day.getMonth(),
    date: day.getDate(),
  };
}

function fromWireDate(held: unknown): Date | null {
  if (held === null) return null;
  const { year, month, date: day } = held as Record<string, number>;
  const read = new Date(0);
  // The constructor takes the years up to 99 for those of the last century.
  read.setFullYear(year!, month!, day!);
  read.setHours(0, 0, 0, 0);
  return read;
}
