import { isPlain } from "../transfer/plain-data.ts";

/** From so many bytes on it takes less time to hand a copy over than to have structured clone make it. */
export const largeBytes = 256 * 1024;

/** In a message of more values than this its buffers do not decide what it costs. */
const mostValues = 1000;

/**
 * The message with a copy of each large buffer in its place, and those copies, to be transferred: structured clone would
 * copy them twice, into the message and out of it. What was given stays whole, as always.
 * @returns undefined if there is no large buffer, or something that only structured clone can look into
 */
export function handOver<T>(
  message: T,
): { message: T; buffers: ArrayBuffer[] } | undefined {
  const seen = new Set<object>();
  if (!canRebuild(message, seen)) return undefined;
  const copies = new Map<object, unknown>();
  const buffers: ArrayBuffer[] = [];
  for (const value of seen) {
    if (!(value instanceof ArrayBuffer)) continue;
    if (value.byteLength < largeBytes) continue;
    const copy = copyBuffer(value);
    copies.set(value, copy);
    buffers.push(copy);
  }
  if (buffers.length === 0) return undefined;
  return { message: rebuild(message, copies) as T, buffers };
}

function copyBuffer(buffer: ArrayBuffer): ArrayBuffer {
  // slice() would fill it with zeros first.
  const copy = Buffer.allocUnsafeSlow(buffer.byteLength);
  copy.set(new Uint8Array(buffer));
  return copy.buffer;
}

function canRebuild(value: unknown, seen: Set<object>): boolean {
  if (typeof value !== "object" || value === null || seen.has(value))
    return true;
  seen.add(value);
  if (seen.size > mostValues) return false;
  const look = (inner: unknown): boolean => canRebuild(inner, seen);
  if (ArrayBuffer.isView(value)) return look(value.buffer);
  if (value instanceof SharedArrayBuffer) return true;
  if (value instanceof ArrayBuffer)
    return (value as { resizable?: boolean }).resizable !== true;
  // Not one with holes or with names.
  if (Array.isArray(value))
    return Object.keys(value).length === value.length && value.every(look);
  // An assignment of that name would set the prototype of the copy.
  if (!isPlain(value) || Object.hasOwn(value, "__proto__")) return false;
  return Object.values(value).every(look);
}

/** What is one object here stays one object there, as with structured clone. */
function rebuild(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (ArrayBuffer.isView(value)) {
    const buffer = copies.get(value.buffer);
    const copy = buffer === undefined ? value : viewLike(value, buffer);
    copies.set(value, copy);
    return copy;
  }
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    copies.set(value, copy);
    for (const each of value) copy.push(rebuild(each, copies));
    return copy;
  }
  if (!isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  copies.set(value, copy);
  for (const [key, each] of Object.entries(value))
    copy[key] = rebuild(each, copies);
  return copy;
}

function viewLike(view: ArrayBufferView, buffer: unknown): ArrayBufferView {
  // A class that extends a typed array arrives as that typed array, and so does a Buffer.
  const name = (view as { [Symbol.toStringTag]?: string })[Symbol.toStringTag];
  const Kind = (globalThis as Record<string, unknown>)[name ?? ""] as new (
    ...args: unknown[]
  ) => ArrayBufferView;
  const length = "length" in view ? view.length : view.byteLength;
  return new Kind(buffer, view.byteOffset, length);
}
