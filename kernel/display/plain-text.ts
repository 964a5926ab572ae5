import { inspect, types } from "node:util";
import { isPlainObject } from "./plain-object.ts";
import { timerText } from "./timers.ts";

/** A value that shows itself is a look at it, not a copy of it: what is beyond these is counted. */
const mostItems = 100;
const mostCharacters = 10_000;
const mostCharactersOfPart = 1_000;
const deepest = 4;
const mostLines = 120;
/** Of an instance of a class, such as a server, people want the gist; its parts are the class's own business. */
const mostLinesOfInstance = 30;

/** So many values are looked into for long objects; what is larger is cut by its lines. */
const mostVisits = 20_000;

/** Stands in a cut object for the keys that are left out; no JavaScript has it as a key by chance. */
const restKey = "\u{10fffe}rest";
const restText = new RegExp(`^(\\s*)'?${restKey}'?: (\\d+)`, "gmu");

/**
 * A value in words, as `util.inspect` has it without colour. Objects are cut at 100 keys, as arrays and Maps are at 100
 * items; what is still long is shown less deep, and then cut.
 */
export function plainText(value: unknown): string {
  try {
    if (typeof value === "string")
      return inspect(value, { maxStringLength: mostCharacters });
    if (typeof value === "object" && value !== null && !types.isProxy(value)) {
      const timer = timerText(value);
      if (timer !== undefined) return timer;
    }
    return inspectGist(value);
  } catch (error) {
    return `a value that cannot be shown: ${String(error)}`;
  }
}

function inspectGist(value: unknown): string {
  const [most, least] = isData(value)
    ? [mostLines, 1]
    : [mostLinesOfInstance, 0];
  const cut = cutKeys(value, deepest, { left: mostVisits });
  let text = inspectTo(deepest, cut);
  for (let depth = deepest - 2; depth >= least && isLong(text, most); depth--)
    text = inspectTo(depth, cut);
  return cutLines(text, saysItself(value) ? mostLines : most);
}

/** What it looks like is its own choice, or says what failed. */
function saysItself(value: unknown): boolean {
  if (types.isProxy(value)) return false;
  return (
    types.isNativeError(value) ||
    (typeof value === "object" && value !== null && inspect.custom in value)
  );
}

function inspectTo(depth: number, value: unknown): string {
  return inspect(value, {
    depth,
    maxArrayLength: mostItems,
    maxStringLength: mostCharactersOfPart,
  }).replace(restText, "$1... $2 more keys");
}

function isLong(text: string, most: number): boolean {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
    if (++lines > most) return true;
  return false;
}

function cutLines(text: string, most: number): string {
  const lines = text.split("\n");
  const shown = lines.slice(0, most).join("\n").slice(0, mostCharacters);
  if (shown.length === text.length) return text;
  const left = lines.length - shown.split("\n").length;
  const amount =
    left > 0
      ? `${left} more lines`
      : `${text.length - shown.length} more characters`;
  return `${shown}\n... ${amount}; console.dir(value, { depth: null, maxArrayLength: null }) prints all of it`;
}

function isData(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (types.isProxy(value)) return false;
  return (
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    types.isMap(value) ||
    types.isSet(value) ||
    isPlainObject(value)
  );
}

/** The value itself, or where an object below it has too many keys a copy of what leads there. Runs no getter and no trap. */
function cutKeys(
  value: unknown,
  depth: number,
  visits: { left: number },
): unknown {
  if (typeof value !== "object" || value === null || depth < 0) return value;
  if (visits.left-- <= 0) return value;
  if (types.isProxy(value)) return value;
  if (!Array.isArray(value) && !isPlainObject(value)) return value;
  if (inspect.custom in value) return value;
  const keys = Object.keys(value);
  const shown = keys.slice(0, mostItems);
  const parts = shown.map((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    if (!("value" in property)) return { key, property, changed: false };
    const cut = cutKeys(property.value, depth - 1, visits);
    return {
      key,
      property: { ...property, value: cut },
      changed: cut !== property.value,
    };
  });
  const tooMany = !Array.isArray(value) && keys.length > mostItems;
  if (!tooMany && !parts.some(({ changed }) => changed)) return value;
  return rebuild(value, parts, tooMany ? keys.length - mostItems : 0);
}

function rebuild(
  value: object,
  parts: { key: string; property: PropertyDescriptor }[],
  left: number,
): object {
  const copy: object = Array.isArray(value)
    ? value.slice()
    : Object.create(Object.getPrototypeOf(value) as object | null);
  for (const { key, property } of parts)
    Object.defineProperty(copy, key, property);
  if (left > 0)
    Object.defineProperty(copy, restKey, { value: left, enumerable: true });
  return copy;
}
