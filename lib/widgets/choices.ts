import { type Codec, Control } from "./control.ts";
import type { ControlOptions } from "./labelled.ts";
import type { ModelName } from "./model-widget.ts";

/** What there is to choose from: values, or values by the words that are shown for them. */
export type Options<Value> = readonly Value[] | Readonly<Record<string, Value>>;

/** What {@link select} and {@link radio} take. */
export interface ChoiceOptions<Value> extends ControlOptions {
  /** What there is to choose from. */
  options: Options<Value>;
  /** One of the options (default the first). */
  value?: Value;
}

/**
 * A list that folds out, to choose one of.
 *
 *     select({ label: "pool", options: ["threads", "processes"] });
 *     select({ label: "size", options: { small: 10, large: 10_000 } }); // its value is a number
 *
 * @throws TypeError without options; RangeError for a value that is none of them
 */
export function select<const Value>(
  options: ChoiceOptions<Value>,
): Control<Value> {
  return choice("Dropdown", options);
}

/** The same with all options in view, a button each. @throws as {@link select} does */
export function radio<const Value>(
  options: ChoiceOptions<Value>,
): Control<Value> {
  return choice("RadioButtons", options);
}

function choice<Value>(
  name: ModelName,
  { options, value, ...rest }: ChoiceOptions<Value>,
): Control<Value> {
  const entries = entriesOf(options);
  const values = entries.map(([, each]) => each);
  const codec: Codec<Value> = {
    name: "index",
    read: (held) => values[held as number] as Value,
    write: (wanted) => indexOf(values, wanted),
    // Two options may have the same value.
    accept: (held) => {
      if (Object.keys(values).includes(String(held))) return Number(held);
      throw new RangeError(`there is no option ${String(held)}`);
    },
  };
  const labels = entries.map(([label]) => label);
  const index = value === undefined ? 0 : indexOf(values, value);
  return new Control(name, { _options_labels: labels, index }, codec, rest);
}

function entriesOf<Value>(
  options: Options<Value>,
): (readonly [string, Value])[] {
  const entries = Array.isArray(options)
    ? (options as Value[]).map((each) => [String(each), each] as const)
    : typeof options === "object" && options !== null
      ? Object.entries(options as Record<string, Value>)
      : [];
  if (entries.length > 0) return entries;
  throw new TypeError(
    'there is nothing to choose from: options is a list, such as ["a", "b"], or an object, such as { small: 1, large: 100 }',
  );
}

function indexOf<Value>(values: readonly Value[], value: Value): number {
  const index = values.findIndex((each) => Object.is(each, value));
  if (index >= 0) return index;
  throw new RangeError(
    `${String(value)} is none of the options: ${values.map(String).join(", ")}`,
  );
}
