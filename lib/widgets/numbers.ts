import { type Codec, Control } from "./control.ts";
import type { ControlOptions } from "./labelled.ts";
import type { State } from "./model.ts";

/** What {@link slider} and {@link range} take. */
export interface SliderOptions<Value> extends ControlOptions {
  /** The lower end (default 0). */
  min?: number;
  /** The upper end (default 100, or what 100 steps make above `min`). */
  max?: number;
  /** From one place to the next (default 1; 0.01 of the way if an end or the value is no whole number). */
  step?: number;
  /** Where it begins (default the lower end; of a range, both ends). */
  value?: Value;
  /** Whether it tells of each place while it is dragged, or only of the last (default true). */
  continuous?: boolean;
}

/** What {@link slider} takes beyond that. */
export interface OneNumberOptions extends SliderOptions<number> {
  /**
   * Whether equal ways are equal factors, as on a logarithmic axis (default false). `min` is more than 0 then (default 1), and
   * `step` counts powers of ten (default 0.1).
   */
  log?: boolean;
}

/** What {@link number} takes. */
export interface NumberOptions extends ControlOptions {
  /** The least it may be (default: none). */
  min?: number;
  /** The most it may be (default: none). */
  max?: number;
  /** What its arrows add (default 1). */
  step?: number;
  /** Default 0, or the nearest end. */
  value?: number;
}

interface Scale {
  min: number;
  max: number;
  step: number;
  whole: boolean;
}

/**
 * A slider for one number.
 *
 *     const workers = slider({ label: "workers", min: 1, max: 8, value: 2 });
 *     workers // as the last value of a cell, shows it
 *     const size = slider({ label: "size", min: 10, max: 1e6, log: true });
 *
 * @throws TypeError for an end that is no number; RangeError for ends that are the wrong way round, or a step of 0
 */
export function slider(options: OneNumberOptions = {}): Control<number> {
  if (options.log) return logSlider(options);
  const scale = scaleOf(options, [options.value]);
  const { min, max, step, whole } = scale;
  const value = clamp(options.value ?? min, scale);
  return new Control<number>(
    whole ? "IntSlider" : "FloatSlider",
    {
      ...{ min, max, step, value },
      ...(whole ? {} : { readout_format: formatOf(step) }),
      continuous_update: options.continuous ?? true,
    },
    oneNumber(whole),
    options,
  );
}

/** Its ends and its step are powers of ten on the wire, its value is not. */
function logSlider(options: OneNumberOptions): Control<number> {
  const { min = 1, max = 100 * min, step = 0.1, value = min } = options;
  checkEnds({ min, max, step });
  if (min <= 0)
    throw new RangeError(
      `on a logarithmic slider min must be more than 0; got ${min}`,
    );
  const ends = { base: 10, min: Math.log10(min), max: Math.log10(max) };
  const factor: Codec<number> = {
    name: "value",
    read: (held) => held as number,
    write: (wanted) => clamp(wanted, { min, max, whole: false }),
  };
  return new Control<number>(
    "FloatLogSlider",
    {
      ...{ ...ends, step, value: factor.write(value, {}) },
      readout_format: ".3~s",
      continuous_update: options.continuous ?? true,
    },
    factor,
    options,
  );
}

/**
 * A slider with two handles. Its value is `[from, to]`.
 *
 *     const years = range({ label: "years", min: 1990, max: 2025, value: [2000, 2010] });
 *
 * @throws as {@link slider} does
 */
export function range(
  options: SliderOptions<readonly [number, number]> = {},
): Control<readonly [number, number]> {
  const scale = scaleOf(options, options.value ?? []);
  const { min, max, step, whole } = scale;
  const codec = twoNumbers(whole);
  const value = codec.write(options.value ?? [min, max], { min, max });
  return new Control(
    whole ? "IntRangeSlider" : "FloatRangeSlider",
    {
      ...{ min, max, step, value },
      ...(whole ? {} : { readout_format: formatOf(step) }),
      continuous_update: options.continuous ?? true,
    },
    codec,
    options,
  );
}

/** A box for a number, with arrows; without ends it takes any. */
export function number(options: NumberOptions = {}): Control<number> {
  const { min, max, step } = options;
  const bounded = min !== undefined || max !== undefined;
  const ends = {
    min: min ?? -Number.MAX_VALUE,
    max: max ?? Number.MAX_VALUE,
  };
  checkEnds({ ...ends, step: step ?? 1 });
  const value = clamp(options.value ?? 0, { ...ends, whole: false });
  return new Control<number>(
    bounded ? "BoundedFloatText" : "FloatText",
    { ...(bounded ? ends : {}), step: step ?? 1, value },
    oneNumber(false),
    options,
  );
}

function oneNumber(whole: boolean): Codec<number> {
  return {
    name: "value",
    read: (held) => held as number,
    write: (value, state) => clamp(value, { ...endsOf(state), whole }),
  };
}

function twoNumbers(whole: boolean): Codec<readonly [number, number]> {
  return {
    name: "value",
    read: (held) => held as [number, number],
    write(value, state) {
      if (!Array.isArray(value) || value.length !== 2)
        throw new TypeError("a range's value must be two numbers: [from, to]");
      const [from, to] = value as [number, number];
      const ends = { ...endsOf(state), whole };
      const pair = [clamp(from, ends), clamp(to, ends)];
      if (pair[0]! > pair[1]!)
        throw new RangeError(
          `a range must go from its lower to its upper number; got [${from}, ${to}]`,
        );
      return pair;
    },
  };
}

function endsOf({ min, max }: Readonly<State>) {
  return {
    min: typeof min === "number" ? min : -Infinity,
    max: typeof max === "number" ? max : Infinity,
  };
}

function scaleOf(
  { min = 0, max, step }: Omit<SliderOptions<unknown>, "value">,
  values: readonly (number | undefined)[],
): Scale {
  const known = [min, max, step, ...values].filter(
    (each) => each !== undefined,
  );
  const whole = known.every((each) => Number.isInteger(each));
  const top =
    max ?? (step === undefined ? Math.max(100, min + 100) : min + 100 * step);
  const scale = {
    min,
    max: top,
    step: step ?? (whole ? 1 : (top - min) / 100),
  };
  checkEnds(scale);
  return { ...scale, whole };
}

function checkEnds({ min, max, step }: Omit<Scale, "whole">): void {
  for (const [name, value] of Object.entries({ min, max, step }))
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new TypeError(`${name} must be a number; got ${String(value)}`);
  if (min > max)
    throw new RangeError(
      `min is ${min} and max ${max}: min must be the smaller one`,
    );
  if (step <= 0) throw new RangeError(`step must be more than 0; got ${step}`);
}

function clamp(
  value: unknown,
  { min, max, whole }: Omit<Scale, "step">,
): number {
  if (typeof value !== "number" || Number.isNaN(value))
    throw new TypeError(`the value must be a number; got ${String(value)}`);
  const near = whole ? Math.round(value) : value;
  return Math.min(max, Math.max(min, near));
}

/** As many digits as the step has. */
function formatOf(step: number): string {
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return `.${Math.min(digits, 10)}f`;
}
