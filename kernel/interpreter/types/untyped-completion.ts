import type { Dirent } from "node:fs";
import { opendir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Completion, Completions } from "../interpreter.ts";
import type { KnownExports } from "./known-exports.ts";
import { memberExpressionAt, openString } from "./member-expression.ts";

/** Before so much is typed, too many names would begin so. */
const fewestTyped = 3;
const mostNames = 20;
const mostFiles = 200;
/** A folder of a hundred thousand pictures would hold up the kernel. */
const mostLookedAt = 10_000;

/**
 * What types know nothing of: names of files in a string, and names that need an import of Node's modules or `romanesco`.
 * @param typed what types know; it comes first
 */
export async function addUntyped(
  code: string,
  cursor: number,
  typed: Completions,
  { directory, exports }: { directory: string; exports: KnownExports },
): Promise<Completions> {
  const string = openString(code, cursor);
  if (string !== undefined)
    return typed.matches.length ? typed : filesAt(string, cursor, directory);
  const found = memberExpressionAt(code, cursor);
  if (!found || found.object || found.prefix.length < fewestTyped) return typed;
  const before = code.slice(0, found.start).trimEnd();
  // A member of what is not simply named, or a name that is only just given.
  if (
    /[.#]$|\b(const|let|var|function|class|interface|type|enum|as)$/.test(
      before,
    )
  )
    return typed;
  const names = await namesFor(found.prefix, typed, exports);
  return {
    ...typed,
    start: found.start,
    end: cursor,
    matches: [...typed.matches, ...names],
  };
}

async function namesFor(
  prefix: string,
  { matches }: Completions,
  exports: KnownExports,
): Promise<Completion[]> {
  const typed = prefix.toLowerCase();
  const known = new Set(matches.map(({ text }) => text));
  const all = await exports.all();
  return all
    .filter(({ name }) => name.toLowerCase().startsWith(typed))
    .filter(({ name }) => !known.has(name))
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .slice(0, mostNames)
    .map(({ name, module }) => ({
      text: name,
      kind: /^[A-Z][a-z]/.test(name) ? "class" : "function",
      signature: `import from "${module}"`,
      importFrom: module,
    }));
}

/** As a shell does it: what is hidden only when the dot is typed, folders with a slash. */
async function filesAt(
  string: string,
  cursor: number,
  directory: string,
): Promise<Completions> {
  const slash = string.lastIndexOf("/") + 1;
  const begun = string.slice(slash);
  const folder = resolve(directory, string.slice(0, slash));
  const entries = await entriesOf(folder, begun).catch(() => []);
  const matches = entries
    .map((entry): Completion =>
      entry.isDirectory()
        ? { text: `${entry.name}/`, kind: "folder" }
        : { text: entry.name, kind: "file" },
    )
    .sort((a, b) => a.text.localeCompare(b.text, "en"))
    .slice(0, mostFiles);
  return { start: cursor - begun.length, end: cursor, matches };
}

async function entriesOf(folder: string, begun: string): Promise<Dirent[]> {
  const found: Dirent[] = [];
  let seen = 0;
  for await (const entry of await opendir(folder)) {
    const isHidden = begun === "" && entry.name.startsWith(".");
    if (entry.name.startsWith(begun) && !isHidden) found.push(entry);
    if (++seen === mostLookedAt) break;
  }
  return found;
}
