import { findCells } from "../notebook.ts";
import type { EncodedError } from "./messages.ts";
import { plainErrors } from "./plain-data.ts";
import { framesOfThrown, noteThrown } from "./thrown.ts";
import { TransferError } from "./transfer-error.ts";
import { decodeResult } from "./unpack.ts";

const builtinErrors = new Map(
  [...plainErrors, AggregateError, TransferError].map((each) => [
    each.name,
    each,
  ]),
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

/** A chain of causes goes so far: errors that wrap each other in a loop of a program may be thousands. */
const mostErrors = 100;

/**
 * Takes an error apart in a worker. Never throws: what cannot be read, or cannot travel, is left out. An error that is its
 * own cause, or holds itself, is taken apart once.
 */
export function encodeError(
  error: unknown,
  encodeField: EncodeField = (value) => value,
  seen = new Map<unknown, EncodedError>(),
): EncodedError {
  const known = seen.get(error);
  if (known !== undefined) return known;
  if (!isError(error)) return encodeThrown(error, encodeField);
  const parts = describeError(error);
  const encoded: EncodedError = {
    error: parts,
    stack: tryRead(() => String(error.stack ?? ""), ""),
  };
  seen.set(error, encoded);
  const inner = (each: unknown): EncodedError =>
    encodeError(each, encodeField, seen);
  for (const key of tryRead(() => Object.keys(error), [])) {
    if (key === "name" || key === "cause" || key === "errors") continue;
    const value = tryRead<unknown>(() => error[key as keyof Error], undefined);
    const field = tryEncode(value, encodeField);
    if (field !== undefined) parts.fields[key] = field;
  }
  const cause = tryRead(() => error.cause, undefined);
  if (seen.size >= mostErrors) return encoded;
  if (isError(cause)) parts.cause = { error: inner(cause) };
  else if (cause !== undefined)
    parts.cause = { value: tryEncode(cause, encodeField) };
  if (error instanceof AggregateError)
    parts.errors = tryRead(() => [...(error.errors as unknown[])], []).map(
      inner,
    );
  return encoded;
}

function encodeThrown(value: unknown, encodeField: EncodeField): EncodedError {
  const stack = tryRead(() => framesOfThrown(value), "");
  try {
    return { error: { thrown: structuredClone(encodeField(value)) }, stack };
  } catch {
    const instead = new TransferError(
      "what was thrown",
      "cannot be copied; throw an Error, with the data in its fields",
    );
    return { ...encodeError(instead), stack: `${String(instead)}\n${stack}` };
  }
}

type EncodeField = (value: unknown) => unknown;

function isError(value: unknown): value is Error {
  return tryRead(() => value instanceof Error, false);
}

function describeError(error: Error): ErrorParts {
  return {
    class: tryRead(() => String(error.constructor?.name ?? "Error"), "Error"),
    name: tryRead(() => String(error.name), "Error"),
    message: tryRead(
      () => String(error.message),
      "(the error's message could not be read)",
    ),
    fields: {},
  };
}

/** Getters and proxies of a person may throw. */
function tryRead<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/**
 * Puts an error together again at home: its own class when the notebook or the platform has it, its message, fields,
 * cause, and a stack of the worker's lines followed by the caller's.
 * @param callerStack the `stack` of an Error made where the work was asked for
 */
export function decodeError(
  encoded: EncodedError,
  callerStack: string,
  seen = new Map<EncodedError, unknown>(),
): unknown {
  if (seen.has(encoded)) return seen.get(encoded);
  const inner = (each: EncodedError): unknown => decodeError(each, "", seen);
  const parts = encoded.error as ErrorParts | { thrown: unknown };
  if ("thrown" in parts) {
    const value = decodeResult(parts.thrown);
    return encoded.stack
      ? noteThrown(value, joinStacks(encoded.stack, callerStack))
      : value;
  }
  // Made by a constructor, then given its class: only so it is a real error to V8, which util.inspect looks for.
  const real = parts.errors
    ? new AggregateError([], parts.message)
    : new Error(parts.message);
  seen.set(encoded, real);
  if (parts.errors) (real as AggregateError).errors = parts.errors.map(inner);
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
          ? inner(parts.cause.error)
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
  const own = findCells()?.value(name);
  return typeof own === "function" && own.prototype instanceof Error
    ? (own.prototype as object)
    : Error.prototype;
}

function joinStacks(worker: string, caller: string): string {
  const frames = caller.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.length
    ? `${worker}\n    -- submitted from --\n${frames.join("\n")}`
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
