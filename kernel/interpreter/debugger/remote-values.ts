import type { Runtime } from "node:inspector";
import { showPreview, showPrimitive } from "../preview.ts";

/**
 * A value of the runtime in a line: `[1, 2, 3]`, `Point {x: 1}`, `ƒ area(shape)`.
 * @param name of the variable that holds it, for a function that is written without
 */
export function toLine(value: Runtime.RemoteObject, name = ""): string {
  if (value.type === "undefined") return "undefined";
  if (value.type === "function")
    return signatureOf(value.description ?? "", name);
  if (value.type === "symbol") return value.description ?? "Symbol()";
  if (value.type === "object" && value.subtype !== "null")
    return value.preview
      ? showPreview(value.preview)
      : (value.description ?? "");
  return showPrimitive(value) ?? "undefined";
}

/** As TypeScript would call it. */
export function typeOf(value: Runtime.RemoteObject): string {
  if (value.subtype === "null") return "null";
  return value.type === "object" ? (value.className ?? "object") : value.type;
}

/** What stands before a function's body. */
function signatureOf(source: string, name: string): string {
  if (/^class\b/.test(source)) return source.split("{", 1)[0]!.trimEnd();
  const [head = ""] = source.split(/=>|\{/, 1);
  const line = head
    .replace(/^(async )?function\b\s*/, "$1")
    .replace(/^(async )?\(/, `$1${name}(`)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ (?=[,)])/g, "");
  return `ƒ ${line.trim()}`;
}

/** How many elements it has, if it is an array of any kind. */
export function lengthOf(value: Runtime.RemoteObject): number | undefined {
  if (value.subtype !== "array" && value.subtype !== "typedarray")
    return undefined;
  const [, length] = /\((\d+)\)$/.exec(value.description ?? "") ?? [];
  return length === undefined ? undefined : Number(length);
}
