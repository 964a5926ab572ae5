import { classesOf, hasMethods, memberOf, methodOf } from "../method-of.ts";
import type { MimeBundle } from "../mime-bundle.ts";
import { findNotebookModule } from "./notebook-modules.ts";
import type { Offer } from "./offer.ts";
import { svgBundle } from "./svg.ts";

const mostText = 200;

/** An element of jsdom, linkedom or another document: what Plot and d3 make. */
const element: Offer = (value) => {
  if (!classesOf(value).includes("Element")) return undefined;
  const { outerHTML } = value as { outerHTML?: unknown };
  return typeof outerHTML === "string" ? markupBundle(outerHTML) : undefined;
};

/** https://d3js.org/d3-selection: its first element. */
const selection: Offer = (value) => {
  if (!hasMethods(value, "node", "selectAll", "attr")) return undefined;
  const node = methodOf(value, "node")!();
  return typeof node === "object" && node !== null ? element(node) : undefined;
};

const reactElements = new Set([
  Symbol.for("react.element"),
  Symbol.for("react.transitional.element"),
]);

const react: Offer = (value) => {
  if (!reactElements.has(memberOf(value, "$$typeof") as symbol))
    return undefined;
  return render(value, "react-dom/server", "renderToStaticMarkup");
};

/** Made by the package's own mark: an element has a `constructor` that is undefined. */
const preact: Offer = (value) =>
  Object.hasOwn(value, "constructor") &&
  memberOf(value, "constructor") === undefined &&
  memberOf(value, "props") !== undefined &&
  memberOf(value, "__k") !== undefined
    ? render(value, "preact-render-to-string", "renderToString")
    : undefined;

async function render(
  value: object,
  module: string,
  method: string,
): Promise<MimeBundle | undefined> {
  const found = await findNotebookModule(module);
  const draw = (found?.[method] ??
    (found?.default as Record<string, unknown> | undefined)?.[method]) as
    ((element: object) => string) | undefined;
  return draw && markupBundle(draw(value));
}

/** Tables, frames and tensors that give a page's text. */
export const html: Offer = (value) => {
  const markup = methodOf(value, "toHTML")?.();
  return typeof markup === "string" ? { "text/html": markup } : undefined;
};

function markupBundle(markup: string): MimeBundle {
  const text =
    markup.length > mostText
      ? `${markup.slice(0, mostText)}... ${markup.length} characters`
      : markup;
  return /^<svg[\s>]/.test(markup)
    ? svgBundle(markup, text)
    : { "text/html": markup, "text/plain": text };
}

export const elements: Offer[] = [element, selection, react, preact];
