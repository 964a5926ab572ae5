import { inspect } from "node:util";
import { cutText } from "./cut-text.ts";

/** Of whatever was thrown, also what throws when it is looked at. */
export function nameAndMessage(error: unknown): {
  name: string;
  message: string;
} {
  try {
    if (error instanceof Error)
      return { name: cutText(error.name), message: cutText(error.message) };
    return { name: "Thrown", message: cutText(inLine(error)) };
  } catch {
    return { name: "Error", message: "an error that cannot be shown" };
  }
}

/** A text as it is, an object as it is shown. */
function inLine(thrown: unknown): string {
  return typeof thrown === "object" || typeof thrown === "function"
    ? inspect(thrown, { breakLength: Infinity, compact: true })
    : String(thrown);
}
