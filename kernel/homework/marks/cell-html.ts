import { stripVTControlCharacters } from "node:util";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "../../../lib/escape-html.ts";
import type { Cell, Output } from "../format/notebook.ts";

// Neither HTML nor pictures from elsewhere: a submission's words are the student's, not the page's.
const markdown = new MarkdownIt({ html: false }).disable(["image"]);

export const describeSource = ({ cell_type, source }: Cell): string =>
  cell_type === "markdown"
    ? `<div>${markdown.render(source)}</div>`
    : `<pre>${escapeHtml(source)}</pre>`;

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
  const { "image/png": png, "text/plain": text } = output.data;
  const picture = typeof png === "string" && /^[A-Za-z0-9+/=\s]+$/.test(png);
  const words = escapeHtml(shorten(String(text ?? "")));
  return picture
    ? `<img alt="${words}" src="data:image/png;base64,${png.replace(/\s/g, "")}">`
    : `<pre>${words}</pre>`;
}

const shorten = (text: string): string =>
  text.length > 10_000
    ? `${text.slice(0, 10_000)}\n... ${text.length - 10_000} characters more`
    : text;
