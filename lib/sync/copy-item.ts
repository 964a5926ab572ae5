import { encodeValues } from "../transfer/encode.ts";
import { decodeResult } from "../transfer/unpack.ts";
import { isOwn, isTagged, tag, type Tagged } from "../transfer/tags.ts";
import { TransferError } from "../transfer/transfer-error.ts";

/**
 * A copy of what is put into a queue or a pipe, as a worker would get it.
 * @throws TransferError for what cannot travel
 */
export function copyItem<T>(item: T): T {
  if (item === null || !/object|function|symbol/.test(typeof item)) return item;
  const { values } = encodeValues([item], () => "the item");
  const [encoded] = values;
  if (encoded !== item) checkParts(encoded, new Set());
  return decodeResult(structuredClone(encoded)) as T;
}

/** Nobody knows yet who will take the item, and home itself could make neither of them again. */
function checkParts(value: unknown, seen: Set<object>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (isTagged(value)) checkTagged(value);
  for (const part of partsOf(value)) checkParts(part, seen);
}

function partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map) return [...value].flat();
  return value instanceof Set ? value : Object.values(value);
}

function checkTagged(value: Tagged): void {
  if (value[tag] !== "function" && !isOwn(value)) return;
  const what =
    value[tag] === "function" ? "a function" : "a lock, a queue or the like";
  throw new TransferError(
    "the item",
    `is or holds ${what}, which goes to a worker as its target or an argument; put data`,
  );
}
