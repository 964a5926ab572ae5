import { types } from "node:util";
import { findImageType } from "../../lib/image-type.ts";
import type { MimeBundle } from "./mime-bundle.ts";

/** Bytes that begin as an image does are shown as one. Front ends take pictures up to some megabytes well. */
export function imageBundle(value: unknown): MimeBundle | undefined {
  if (!types.isUint8Array(value)) return undefined;
  const type = findImageType(value);
  const buffer = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (type) return { [type]: buffer.toString("base64") };
  const start = buffer.toString("latin1", 0, 300);
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<svg[\s>]/.test(start))
    return { "image/svg+xml": buffer.toString("utf8") };
  return undefined;
}
