import type { Runtime } from "node:inspector";

/** A value that has no parts, as one writes it; undefined for undefined. */
export function showPrimitive({
  type,
  value,
  unserializableValue,
}: Runtime.RemoteObject): string | undefined {
  if (unserializableValue !== undefined) return unserializableValue;
  if (type === "undefined") return undefined;
  return JSON.stringify(value);
}

/** A value in a line, with its first few parts. */
export function showPreview({
  description,
  subtype,
  properties,
  entries,
  overflow,
}: Runtime.ObjectPreview): string {
  const parts = entries
    ? entries.map(({ key, value }) =>
        key ? `${brief(key)} => ${brief(value)}` : brief(value),
      )
    : properties.map(({ name, value, type }) => {
        const shown =
          type === "string" ? JSON.stringify(value) : (value ?? "…");
        return subtype === "array" || subtype === "typedarray"
          ? shown
          : `${name}: ${shown}`;
      });
  if (overflow) parts.push("…");
  if (subtype === "date" || subtype === "regexp" || subtype === "error")
    return description ?? "";
  const [open, close] =
    subtype === "array" || subtype === "typedarray" ? "[]" : "{}";
  const name = description === "Object" ? "" : `${description} `;
  return `${name}${open}${parts.join(", ")}${close}`;
}

function brief({ description, type }: Runtime.ObjectPreview): string {
  return type === "string" ? JSON.stringify(description) : (description ?? "…");
}
