import { types } from "node:util";
import { isTooDeep, MOST_DEPTH, MOST_LENGTH } from "./json-limits.ts";
import { copyPlain, unusual } from "./plain-copy.ts";

// A cell may replace or delete any global.
const { parse, stringify } = JSON;

/** A representation is larger, or nests deeper, than a message may; the message is the rest of a sentence about it. */
export class UnsendableError extends RangeError {
  override name = "UnsendableError";
}

/**
 * A representation as JSON carries it: bytes are base64, as the messaging spec has it, or UTF-8 under a type of text.
 * @throws TypeError for what is no JSON, such as a bigint; UnsendableError
 */
export function toWireValue(type: string, value: unknown): unknown {
  if (typeof value === "string") return fit(value, type === "text/plain");
  const bytes = toBytes(value);
  if (bytes) {
    if (bytes.length > MOST_LENGTH) throw tooLong(bytes.length, "bytes");
    return fit(bytes.toString(isText(type) ? "utf8" : "base64"), false);
  }
  const plain = copyPlain(value);
  if (plain !== unusual) return plain;
  const copy = parse(fit(toJson(value), false)) as unknown;
  if (isTooDeep(copy)) throw tooDeep();
  return copy;
}

function fit(text: string, isWords: boolean): string {
  if (text.length <= MOST_LENGTH) return text;
  if (!isWords) throw tooLong(text.length, "characters");
  const left = text.length - MOST_LENGTH;
  return `${text.slice(0, MOST_LENGTH)}\n... ${left} more characters are left out`;
}

function toJson(value: unknown): string {
  try {
    return stringify(value) ?? "null";
  } catch (error) {
    // V8 writes JSON by recursion, into one string.
    if (!(error instanceof RangeError)) throw error;
    throw error.message.includes("string length")
      ? tooLong(Infinity, "characters")
      : tooDeep();
  }
}

function tooLong(length: number, unit: string): UnsendableError {
  const size = length === Infinity ? "more" : length;
  return new UnsendableError(
    `is left out: it has ${size} ${unit}, and at most ${MOST_LENGTH} can be shown`,
  );
}

function tooDeep(): UnsendableError {
  return new UnsendableError(
    `is left out: it nests deeper than ${MOST_DEPTH} levels, which front ends can't read`,
  );
}

function isText(type: string): boolean {
  return /^text\/|[/+](xml|json|javascript)$/.test(type);
}

function toBytes(value: unknown): Buffer | undefined {
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value as ArrayBuffer);
  if (!ArrayBuffer.isView(value)) return undefined;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
