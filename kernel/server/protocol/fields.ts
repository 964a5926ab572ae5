import { isTooDeep } from "../../display/json-limits.ts";

/** A message's JSON is not what the spec asks for. */
export class ContentError extends Error {
  override name = "ContentError";
  constructor(
    readonly field: string,
    expected: string,
    got: unknown,
  ) {
    super(`${field} must be ${expected}, got ${describe(got)}`);
  }
}

/**
 * Reads the fields of one JSON object from outside, once, into values with a type.
 * A field that is missing or null takes the default; without a default it is an error, as is a field of the wrong type.
 */
export class Fields {
  readonly #fields: Record<string, unknown>;

  /** @throws ContentError if `value` is no JSON object */
  constructor(
    value: unknown,
    readonly where: string,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new ContentError(where, "a JSON object", value);
    }
    this.#fields = value as Record<string, unknown>;
  }

  string(name: string, fallback?: string): string {
    return this.#read(name, "a string", isString, fallback);
  }

  boolean(name: string, fallback?: boolean): boolean {
    return this.#read(name, "true or false", isBoolean, fallback);
  }

  integer(name: string, fallback?: number): number {
    return this.#read(name, "an integer", isInteger, fallback);
  }

  object(name: string, fallback?: object): object {
    return this.#read(name, "a JSON object", isObject, fallback);
  }

  oneOf<Choice>(
    name: string,
    choices: readonly Choice[],
    fallback?: Choice,
  ): Choice {
    const isChoice = (value: unknown): value is Choice =>
      choices.some((choice) => choice === value);
    return this.#read(name, `one of ${choices.join(", ")}`, isChoice, fallback);
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null;
  }

  #read<T>(
    name: string,
    expected: string,
    fits: (value: unknown) => value is T,
    fallback: T | undefined,
  ): T {
    const value = this.#fields[name] ?? fallback;
    if (!fits(value))
      throw new ContentError(`${this.where}.${name}`, expected, value);
    return value;
  }
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (isTooDeep(value)) return "deeply nested JSON";
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}...` : json;
}
