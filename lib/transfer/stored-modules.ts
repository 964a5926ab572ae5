import { readFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** In the environment of a notebook's process and of all that it starts. */
export const markName = "ROMANESCO_RUNTIME";

/** The folder where the processes of a notebook find what its local modules were in each version. */
export function storeFolder(mark: string): string {
  return join(tmpdir(), `romanesco-${mark}`);
}

/** Whether it is the URL of a local file in a version. */
export function isVersioned(url: string): boolean {
  return /^file:[^?]*\?v=\w+$/.test(url);
}

/** Where something of a version is kept; undefined outside a notebook. */
export function storedAt(
  url: string,
  kind: "json" | "map",
): string | undefined {
  const mark = process.env[markName];
  return mark && join(storeFolder(mark), `${digest(url)}.${kind}`);
}

const require = createRequire(import.meta.url);

/** Tells texts apart. Node's hashes are loaded when they are needed: most workers never do. */
export function digest(text: string): string {
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

const maps = new Map<string, SourceMap | undefined>();

/** A place in the file itself, for one in what runs of it: `lib.ts:4:9`. */
export function placeInFile(url: string, line: number, column: number): string {
  const map = mapOf(url);
  const entry = map?.findEntry(line - 1, column - 1);
  const found = entry && "originalLine" in entry ? entry : undefined;
  const at = found
    ? `${found.originalLine + 1}:${found.originalColumn + 1}`
    : `${line}:${column}`;
  return `${fileURLToPath(url.replace(/\?.*$/, ""))}:${at}`;
}

function mapOf(url: string): SourceMap | undefined {
  if (maps.has(url)) return maps.get(url);
  let map: SourceMap | undefined;
  try {
    map = new SourceMap(
      JSON.parse(readFileSync(storedAt(url, "map")!, "utf8")),
    );
  } catch {
    // Most files have none: their types are blanked, and every line stays where it was.
  }
  maps.set(url, map);
  return map;
}

/** A frame of a file, as stacks have it; of a local file, the file is named and not its version. */
export function frameText(
  frame: NodeJS.CallSite,
  file: string,
  name: string | null,
): string {
  if (!isVersioned(file)) return frame.toString();
  const where = placeInFile(
    file,
    frame.getLineNumber() ?? 1,
    frame.getColumnNumber() ?? 1,
  );
  return name ? `${name} (${where})` : where;
}
