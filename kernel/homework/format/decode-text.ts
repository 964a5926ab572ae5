import { HomeworkError } from "./errors.ts";

/**
 * A file's text without its byte order mark: UTF-8, or UTF-16 where the mark says so.
 * @param name of the file, and `remedy`: what to do about it, for the error
 * @throws HomeworkError for another encoding, whose letters would come out as others
 */
export function decodeText(
  content: Uint8Array,
  name: string,
  remedy = "save it again as UTF-8",
): string {
  const [first, second] = content;
  const encoding =
    first === 0xff && second === 0xfe
      ? "utf-16le"
      : first === 0xfe && second === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch (error) {
    throw new HomeworkError(`${name} is not UTF-8: ${remedy}.`, {
      cause: error,
    });
  }
}
