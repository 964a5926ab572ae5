import { types } from "node:util";
import type { MimeBundle } from "./mime-bundle.ts";

const signatures: [mime: string, bytes: number[], at?: number][] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", [0x57, 0x45, 0x42, 0x50], 8],
];

/** Bytes that begin as an image does are shown as one. Front ends take pictures up to some megabytes well. */
export function imageBundle(value: unknown): MimeBundle | undefined {
  if (!types.isUint8Array(value)) return undefined;
  const found = signatures.find(([, bytes, at = 0]) =>
    bytes.every((byte, index) => value[at + index] === byte),
  );
  const buffer = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (found) return { [found[0]]: buffer.toString("base64") };
  const start = buffer.toString("latin1", 0, 300);
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<svg[\s>]/.test(start))
    return { "image/svg+xml": buffer.toString("utf8") };
  return undefined;
}
