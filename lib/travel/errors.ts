import { findNotebook } from "../notebook.ts";
import type { EncodedError } from "./messages.ts";
import { TransferError } from "./transfer-error.ts";
import { decodeResult } from "./unpack.ts";

const builtinErrors = new Map(
  [
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
    TransferError,
  ].map((each) => [each.name, each]),
);

/** What a thrown value is made of; a class that home does not know arrives as an Error of the same name. */
interface ErrorParts {
  class: string;
  name: string;
  message: string;
  fields: Record<string, unknown>;
  cause?: { error: EncodedError } | { value: unknown };
  errors?: EncodedError[];
}

/** Takes an error apart in a worker. Never throws: a field that cannot travel is left out. */
export function encodeError(
  error: unknown,
  encodeField: (value: unknown) => unknown = (value) => value,
): EncodedError {
  if (!(error instanceof Error))
    return { error: { thrown: tryEncode(error, encodeField) }, stack: "" };
  const parts: ErrorParts = {
    class: error.constructor?.name ?? "Error",
    name: String(error.name),
    message: String(error.message),
    fields: {},
  };
  for (const [key, value] of Object.entries(error)) {
    if (key === "name" || key === "cause" || key === "errors") continue;
    const encoded = tryEncode(value, encodeField);
    if (encoded !== undefined) parts.fields[key] = encoded;
  }
  if (error.cause instanceof Error)
    parts.cause = { error: encodeError(error.cause, encodeField) };
  else if (error.cause !== undefined)
    parts.cause = { value: tryEncode(error.cause, encodeField) };
  if (error instanceof AggregateError)
    parts.errors = error.errors.map((each) => encodeError(each, encodeField));
  return { error: parts, stack: String(error.stack ?? "") };
}

/**
 * Puts an error together again at home: its own class when the notebook or the platform has it, its message, fields,
 * cause, and a stack of the worker's lines followed by the caller's.
 * @param callerStack the `stack` of an Error made where the work was asked for
 */
export function decodeError(
  encoded: EncodedError,
  callerStack: string,
): unknown {
  const parts = encoded.error as ErrorParts | { thrown: unknown };
  if ("thrown" in parts) return decodeResult(parts.thrown);
  // Made by a constructor, then given its class: only so it is a real error to V8, which util.inspect looks for.
  const real = parts.errors
    ? new AggregateError(
        parts.errors.map((each) => decodeError(each, "")),
        parts.message,
      )
    : new Error(parts.message);
  Object.setPrototypeOf(real, prototypeOf(parts));
  Object.assign(real, decodeResult(parts.fields));
  if (real.name !== parts.name)
    Object.defineProperty(real, "name", {
      value: parts.name,
      configurable: true,
      writable: true,
    });
  if (parts.cause)
    Object.defineProperty(real, "cause", {
      value:
        "error" in parts.cause
          ? decodeError(parts.cause.error, "")
          : decodeResult(parts.cause.value),
      configurable: true,
      writable: true,
    });
  Object.defineProperty(real, "stack", {
    value: joinStacks(encoded.stack, callerStack),
    configurable: true,
    writable: true,
  });
  return real;
}

function prototypeOf({ class: name }: ErrorParts): object {
  const builtin = builtinErrors.get(name);
  if (builtin) return builtin.prototype;
  const own = findNotebook()?.value(name);
  return typeof own === "function" && own.prototype instanceof Error
    ? (own.prototype as object)
    : Error.prototype;
}

function joinStacks(worker: string, caller: string): string {
  const frames = caller.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.length
    ? `${worker}\n    -- asked for --\n${frames.join("\n")}`
    : worker;
}

function tryEncode(
  value: unknown,
  encodeField: (value: unknown) => unknown,
): unknown {
  try {
    return structuredClone(encodeField(value));
  } catch {
    return undefined;
  }
}
