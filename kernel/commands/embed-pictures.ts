import { readFileSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";

const types: Record<string, string> = {
  ".avif": "image/avif",
  ".gif": "image/gif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
};

/**
 * The page with the pictures that lie beside the notebook in it; others stay addresses. nbconvert's own way reads each tag
 * between Markdown as a page of its own, which closes what is open there: a fold would be empty, and what it hides stand
 * below it.
 * @param folder that the pictures' paths begin at
 */
export function embedPictures(page: string, folder: string): string {
  return page.replaceAll(
    /(<img\b[^>]*?\ssrc=")([^":]+)"/gi,
    (tag, before: string, path: string) => {
      const file = resolve(folder, readPath(path));
      const type = types[extname(file).toLowerCase()];
      if (type === undefined || !isFile(file)) return tag;
      return `${before}data:${type};base64,${readFileSync(file, "base64")}"`;
    },
  );
}

/** The path that an attribute's text stands for. */
function readPath(text: string): string {
  const path = text.replaceAll("&amp;", "&");
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone % belongs to the name.
    return path;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
