import { hash } from "node:crypto";

/** A hash of the content: equal keys, equal units. */
export function keyOf(...parts: (string | Uint8Array)[]): string {
  const [first] = parts;
  if (parts.length === 1) return digest(first!);
  return parts.map((part) => digest(part).slice(0, 16)).join(".");
}

/** Of sources and names, which are few and come again with every task: a digest takes microseconds. */
const digests = new Map<string, string>();
const mostDigests = 1000;

function digest(part: string | Uint8Array): string {
  if (typeof part !== "string") return hash("sha1", part, "base64url");
  const known = digests.get(part);
  if (known !== undefined) return known;
  if (digests.size === mostDigests) digests.clear();
  const made = hash("sha1", part, "base64url");
  digests.set(part, made);
  return made;
}
