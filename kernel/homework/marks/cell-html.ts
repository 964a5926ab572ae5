import { stripVTControlCharacters } from "node:util";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "../../../lib/escape-html.ts";
import type { Cell, Output } from "../format/notebook.ts";

// Neither HTML nor pictures from elsewhere: a submission's words are the student's, not the page's.
const markdown = new MarkdownIt({ html: false }).disable(["image"]);

export const describeSource = ({ cell_type, source }: Cell): string =>
  cell_type === "markdown"
    ? `<div>${markdown.render(shorten(source, 100_000))}</div>`
    : `<pre>${escapeHtml(shorten(source, 100_000))}</pre>`;

/** Pictures and text only: what a submission shows as HTML could be a script, or look like the teacher's words. */
export function describeOutput(output: Output): string {
  if (output.output_type === "stream")
    return `<pre class="${output.name}">${escapeHtml(shorten(output.text))}</pre>`;
  if (output.output_type === "error") {
    const text = output.traceback.length
      ? output.traceback.join("\n")
      : `${output.ename}: ${output.evalue}`;
    return `<pre class="error">${escapeHtml(shorten(stripVTControlCharacters(text)))}</pre>`;
  }
  const words = escapeHtml(shorten(String(output.data["text/plain"] ?? "")));
  const type = pictures.find((each) => isBase64(output.data[each]));
  if (type === undefined) return `<pre>${words}</pre>`;
  const content = String(output.data[type]).replace(/\s/g, "");
  return `<img alt="${words}" src="data:${type};base64,${content}">`;
}

const pictures = ["image/png", "image/jpeg", "image/webp", "image/gif"];

const isBase64 = (value: unknown): boolean =>
  typeof value === "string" && /^[A-Za-z0-9+/=\s]+$/.test(value);

const shorten = (text: string, most = 10_000): string =>
  text.length > most
    ? `${text.slice(0, most)}\n... ${text.length - most} characters more`
    : text;
