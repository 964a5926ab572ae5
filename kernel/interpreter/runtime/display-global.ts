import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { MimeBundle } from "../../display/mime-bundle.ts";
import { imageBundle, svgBundle } from "../../display/image.ts";
import { plainText } from "../../display/plain-text.ts";
import { shortText, wordsOf } from "../../display/short-text.ts";
import type { DisplayOptions } from "./notebook.ts";

type Show = (value: unknown, options?: DisplayOptions) => void;

/** The global `display(value)`, with a function beside it for each type that people name: `display.html(text)`. */
export function displayGlobal(show: Show): Show {
  const raw = (bundle: MimeBundle, options?: DisplayOptions) =>
    show(bundle, { ...options, raw: true });
  const text =
    (type: string, toPlain: (text: string) => string) =>
    (content: string, options?: DisplayOptions) => {
      const own = String(content);
      raw({ [type]: own, "text/plain": toPlain(own) }, options);
    };
  return Object.assign(
    (value: unknown, options?: DisplayOptions) => show(value, options),
    {
      html: text("text/html", (html) => wordsOf(html, "HTML")),
      markdown: text("text/markdown", shortText),
      latex: text("text/latex", shortText),
      svg: (svg: string, options?: DisplayOptions) =>
        raw(svgBundle(String(svg)), options),
      json: (value: unknown, options?: DisplayOptions) =>
        raw(
          { "application/json": value, "text/plain": plainText(value) },
          options,
        ),
      image: (image: Uint8Array | string, options?: DisplayOptions) =>
        raw(readImage(image), options),
    },
  );
}

function readImage(image: Uint8Array | string): MimeBundle {
  const bundle = imageBundle(
    typeof image === "string" ? readFileSync(image) : image,
  );
  if (!bundle)
    throw new TypeError(
      "display.image takes bytes of a PNG, JPEG, GIF, WebP or SVG, or the path of such a file; " +
        `${typeof image === "string" ? image : plainText(image)} is not one of these.`,
    );
  return typeof image === "string"
    ? { ...bundle, "text/plain": basename(image) }
    : bundle;
}
