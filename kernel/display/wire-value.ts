import { types } from "node:util";

// A cell may replace any global.
const { parse, stringify } = JSON;

/**
 * A representation as JSON carries it: bytes are base64, as the messaging spec has it, or UTF-8 under a type of text.
 * @throws TypeError for what is no JSON, such as a bigint
 */
export function toWireValue(type: string, value: unknown): unknown {
  if (typeof value === "string") return value;
  const bytes = toBytes(value);
  if (bytes) return bytes.toString(isText(type) ? "utf8" : "base64");
  return parse(stringify(value) ?? "null") as unknown;
}

function isText(type: string): boolean {
  return /^text\/|[/+](xml|json|javascript)$/.test(type);
}

function toBytes(value: unknown): Buffer | undefined {
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value as ArrayBuffer);
  if (!ArrayBuffer.isView(value)) return undefined;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
