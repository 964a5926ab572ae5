// A cell may replace any global.
const { from } = Buffer;
const { stringify } = JSON;

/**
 * JSON as every client reads it: half a surrogate pair is legal in a JavaScript string and in JSON, but a client in Python
 * fails to encode it again.
 */
export function toJsonText(value: unknown): string {
  const json = stringify(value) ?? "null";
  return json.includes("\\ud") ? stringify(value, wellFormed) : json;
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === "string" ? from(value).toString() : value;
}
