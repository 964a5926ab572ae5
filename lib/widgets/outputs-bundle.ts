import { escapeHtml } from "../escape-html.ts";
import type { Output } from "./output-list.ts";

/** What our pages draw in place; other front ends show what else is in the bundle. */
export const outputsMimeType = "application/vnd.romanesco.outputs.v1+json";

/**
 * Outputs as one display. A single one is itself, so that every front end shows it as it would in a cell; several stand in
 * ours as they are, and for others in one piece of HTML.
 */
export function toBundle(
  outputs: readonly Output[],
  id: string,
  sequence: number,
): Record<string, unknown> {
  const [only] = outputs;
  if (
    outputs.length === 1 &&
    only?.output_type === "display_data" &&
    !(outputsMimeType in only.data)
  )
    return { ...only.data, [outputsMimeType]: { id, sequence } };
  return {
    [outputsMimeType]: { id, sequence, outputs },
    "text/html": outputs.map(toHtml).join("\n"),
    "text/plain": outputs.map(toText).join("\n"),
  };
}

export function toHtml(output: Output): string {
  if (output.output_type !== "display_data")
    return `<pre>${escapeHtml(toText(output))}</pre>`;
  const { data } = output;
  if (typeof data["text/html"] === "string") return data["text/html"];
  if (typeof data["image/png"] === "string")
    return `<img alt="${escapeHtml(toText(output))}" src="data:image/png;base64,${data["image/png"]}" style="max-width: 100%">`;
  return `<pre>${escapeHtml(toText(output))}</pre>`;
}

export function toText(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return output.text.trimEnd();
    case "error":
      return output.traceback.join("\n");
    case "display_data":
      return String(output.data["text/plain"] ?? "");
  }
}
