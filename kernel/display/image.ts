import { types } from "node:util";
import { findImageType } from "../../lib/image-type.ts";
import type { Display, MimeBundle } from "./mime-bundle.ts";
import { wordsOf } from "./short-text.ts";

/**
 * Bytes that begin as an image does are shown as one. Front ends take pictures up to some megabytes well. Its text stands for
 * a picture that is not seen.
 */
export function imageBundle(value: unknown): MimeBundle | undefined {
  if (!types.isUint8Array(value)) return undefined;
  const type = findImageType(value);
  const buffer = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const size = `${Math.ceil(buffer.length / 1000)} kB`;
  if (type)
    return {
      [type]: buffer.toString("base64"),
      "text/plain": `a picture of ${size}, ${type}`,
    };
  const start = buffer.toString("latin1", 0, 300);
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<svg[\s>]/.test(start))
    return svgBundle(buffer.toString("utf8"));
  return undefined;
}

export const svgBundle = (svg: string): MimeBundle => ({
  "image/svg+xml": svg,
  "text/plain": wordsOf(svg, "image/svg+xml"),
});

/** The display with the author's words for its pictures, where IPython and nbconvert have them as well. */
export function withAlt({ data, metadata }: Display, alt: string): Display {
  const described: Display = {
    data: { ...data, "text/plain": alt },
    metadata: { ...metadata },
  };
  for (const type of Object.keys(data))
    if (type.startsWith("image/"))
      described.metadata[type] = { ...(metadata[type] as object), alt };
  return described;
}
