import type { Runtime } from "node:inspector";

/** What a variable holds, in short. */
export interface Variable {
  /** `number`, `Array`, `Pool`; `class` and `function` for those themselves. */
  type: string;
  /** How many entries or characters, where that is known without running anything. */
  size?: string;
  /** On a line. */
  value: string;
}

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

/** What is shown by its description alone. */
const wholes = new Set<string | undefined>(["date", "regexp", "error"]);

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
    : properties
        // Of typed arrays V8 tells the buffer and the like as well.
        .filter(({ name }) => subtype !== "typedarray" || /^\d+$/.test(name))
        .map(({ name, value, type }) => {
          const shown =
            type === "string" ? JSON.stringify(value) : (value ?? "…");
          return subtype === "array" || subtype === "typedarray"
            ? shown
            : `${name}: ${shown}`;
        });
  if (overflow) parts.push("…");
  if (wholes.has(subtype)) return description ?? "";
  const [open, close] =
    subtype === "array" || subtype === "typedarray" ? "[]" : "{}";
  const name = description === "Object" ? "" : `${description} `;
  return `${name}${open}${parts.join(", ")}${close}`;
}

function brief({ description, type }: Runtime.ObjectPreview): string {
  return type === "string" ? JSON.stringify(description) : (description ?? "…");
}

const longestValue = 120;

/**
 * A value for a list of variables.
 * @param length of a text, which may be longer than what is here of it
 */
export function showVariable(
  value: Runtime.RemoteObject,
  length?: number,
): Variable {
  const { type, subtype, className = "", description = "", preview } = value;
  if (length !== undefined)
    return {
      type,
      size: String(length),
      value: cut(JSON.stringify(value.value)),
    };
  if (type === "function") return showFunction(description);
  if (type !== "object" || subtype === "null")
    return {
      type: subtype === "null" ? "null" : type,
      value: cut(showPrimitive(value) ?? description),
    };
  if (subtype === "proxy") return { type: "Proxy", value: description };
  // An object stands in for a number that is too large to be sent.
  if (className === "BigInt") return { type: "bigint", value: "very large" };
  const [, name = description, size] =
    /^([^(]*)\((\d+)\)$/.exec(description) ?? [];
  const isWhole = wholes.has(subtype);
  return {
    type: isWhole || !/^[\w$.]+$/.test(name) ? className : name,
    ...(size !== undefined && { size }),
    value: cut(
      preview && !isWhole
        ? showPreview(shortened(preview, Number(size)))
        : description,
    ),
  };
}

/** Without the name, which has a place of its own; of some of `size` entries it says that there are more. */
function shortened(
  preview: Runtime.ObjectPreview,
  size: number,
): Runtime.ObjectPreview {
  const { entries, properties } = preview;
  const overflow = preview.overflow || (entries ?? properties).length < size;
  return { ...preview, description: "Object", overflow };
}

/** By its first line: what it is called and takes. */
function showFunction(text: string): Variable {
  const isClass = /^class\b/.test(text);
  const [head = ""] = text.split(isClass ? "{" : /\{|=>/, 1);
  const value = head
    .replace(/\s+/g, " ")
    .replace(/ ([),])/g, "$1")
    .trim();
  return { type: isClass ? "class" : "function", value: cut(value) };
}

/** On one line. */
function cut(text: string): string {
  const [line = ""] = text.split("\n", 1);
  return line.length > longestValue || line !== text
    ? `${line.slice(0, longestValue)}…`
    : line;
}
