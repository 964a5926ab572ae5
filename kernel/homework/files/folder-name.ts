import { hashFile } from "../format/receipt.ts";

/** Names that Windows keeps for devices. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const maxLength = 100;

/**
 * A student's or an assignment's name as the name of a folder, different for different names: letters of every script stay,
 * what a file system or a terminal could take for something else is percent-encoded.
 */
export function toFolderName(name: string): string {
  const encoded = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N} .,'()@+=_-]/gu, encode)
    .replace(/^[. -]|[. ]$/g, encode)
    // It stands beside grades.csv and by-hand.csv.
    .replace(/\.(?=csv$)/i, encode)
    .replace(device, (found) => encode(found[0]!) + found.slice(1));
  if (encoded === "") return "%00";
  if (encoded.length <= maxLength) return encoded;
  return `${encoded.slice(0, maxLength - 13)}-${hashFile(name).slice(0, 12)}`;
}

const encode = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
