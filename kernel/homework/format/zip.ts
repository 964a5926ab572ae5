import { unzipSync, zipSync, type Zippable } from "fflate";
import { HomeworkError } from "./errors.ts";

/** Larger than any homework; a zip that unpacks to more is refused before it is unpacked. */
export const maxSizeBytes = 100_000_000;

/**
 * Packs files without compression, in the order given and with one fixed date: the same files are the same bytes, so a
 * zip can be checked against its content.
 */
export function packZip(files: Record<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const [name, content] of Object.entries(files))
    // Zip's dates begin in 1980, in local time: noon is the same day everywhere.
    entries[name] = [content, { level: 0, mtime: new Date(1980, 0, 2, 12) }];
  return zipSync(entries);
}

/**
 * @param name of the file, for the error
 * @throws HomeworkError if it is damaged, too large, or has a path that leads out of its folder
 */
export function unpackZip(
  zip: Uint8Array,
  name: string,
): Record<string, Uint8Array> {
  try {
    let sizeBytes = 0;
    return unzipSync(zip, {
      filter: (file) => {
        sizeBytes += file.originalSize;
        if (sizeBytes > maxSizeBytes) throw new Error("it is too large");
        if (/^[/\\]|(^|[/\\])\.\.([/\\]|$)|^\w:/.test(file.name))
          throw new Error(`${file.name} leads out of its folder`);
        return !file.name.endsWith("/");
      },
    });
  } catch (error) {
    throw new HomeworkError(
      `${name} cannot be unpacked: ${(error as Error).message}. Hand it in again.`,
      { cause: error },
    );
  }
}
