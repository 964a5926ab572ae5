import { basename } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * V8 makes a URL of a cell's name, `/folder/cell [3]`, and Node's versions differ in what they encode: a pattern for its end.
 * @param label `cell [3]`
 */
export function scriptUrlRegex(label: string): string {
  const pattern = Array.from(label, (each) => {
    const encoded = `%${each.charCodeAt(0).toString(16).toUpperCase()}`;
    return /\w/.test(each) ? each : `(\\${each}|${encoded})`;
  });
  return `/${pattern.join("")}$`;
}

/**
 * A pattern for the URLs of a file; local ones are loaded in versions, which stand behind a question mark.
 * @param path absolute
 */
export function fileUrlRegex(path: string): string {
  const { href } = pathToFileURL(path);
  return `^${href.replaceAll(/[^\w/:%-]/g, "\\$&")}(\\?|$)`;
}

/** The label of a cell's script, or the name of another file's. */
export function labelOf(url: string): string {
  return basename(decode(url));
}

/** A `file:` URL's path; undefined for others. */
export function pathOf(url: string): string | undefined {
  if (!url.startsWith("file:///")) return undefined;
  const path = decode(url.slice("file://".length).replace(/\?.*$/, ""));
  // On Windows: /C:/folder.
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
