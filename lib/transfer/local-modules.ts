import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, extname, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findSpecifiers, isLocal } from "./specifiers.ts";
import { digest, storedAt } from "./stored-modules.ts";

/**
 * Local files are modules with a version in their URL: `lib.ts?v=3f2a`. It follows from the file and from all that it
 * imports, so an edit anywhere below is a new module, and what did not change stays the same one. What a version was is
 * kept in a folder of the notebook's process, for workers that load it after the next edit.
 */
export interface Snapshot {
  source: string;
  /** URLs of the local files that it imports, by how it names them. */
  imports: Record<string, string>;
}

const readable = /^\.[cm]?[jt]sx?$/;

const endings = ["", ".ts", ".mts", ".tsx", ".js", ".mjs", ".cjs", ".json"];
const indexes = ["/index.ts", "/index.js"];

/** The file that an import means, also without its ending, or with that of the file it is compiled to. */
export function findFile(path: string): string | undefined {
  const compiled = /\.([cm]?)jsx?$/.exec(path);
  const sources = compiled
    ? [`.${compiled[1]}ts`, ".tsx"].map(
        (ending) => path.slice(0, compiled.index) + ending,
      )
    : [];
  const candidates = [...endings, ...indexes].map((ending) => path + ending);
  return [...candidates, ...sources].find(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

interface Known {
  stamp: string;
  source: string;
  specifiers: string[];
}

/** Finds versions, by looking at the files. */
export class LocalModules {
  readonly #known = new Map<string, Known>();

  /** @returns undefined for a file of a package, which has no versions, and for one that is not there */
  urlOf(path: string): string | undefined {
    if (path.includes(`${sep}node_modules${sep}`)) return undefined;
    const reached = this.#reach(path);
    if (!reached.size) return undefined;
    const url = pathToFileURL(path);
    url.searchParams.set("v", versionOf(reached));
    return url.href;
  }

  /** The URL that a local specifier means, in its version of now. */
  resolve(specifier: string, parent: string): string | undefined {
    const place = specifier.startsWith("file:")
      ? fileURLToPath(specifier)
      : resolve(dirname(parent), decodeURI(specifier));
    const path = findFile(place);
    return path && (this.urlOf(path) ?? pathToFileURL(path).href);
  }

  /** All that a file is made of, by URL. */
  snapshots(path: string): Map<string, Snapshot> {
    const all = new Map<string, Snapshot>();
    for (const [each, { source, specifiers }] of this.#reach(path)) {
      const imports: Record<string, string> = {};
      for (const specifier of specifiers) {
        const url = this.resolve(specifier, each);
        if (url) imports[specifier] = url;
      }
      const url = this.urlOf(each);
      if (url) all.set(url, { source, imports });
    }
    return all;
  }

  /** The file and those that it imports, near or far. */
  #reach(path: string, reached = new Map<string, Known>()): Map<string, Known> {
    if (reached.has(path) || path.includes(`${sep}node_modules${sep}`))
      return reached;
    const known = this.#look(path);
    if (!known) return reached;
    reached.set(path, known);
    for (const specifier of known.specifiers) {
      const place = specifier.startsWith("file:")
        ? fileURLToPath(specifier)
        : resolve(dirname(path), decodeURI(specifier));
      const found = findFile(place);
      if (found) this.#reach(found, reached);
    }
    return reached;
  }

  #look(path: string): Known | undefined {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      const before = this.#known.get(path);
      if (before?.stamp === stamp) return before;
      const isText = readable.test(extname(path)) || path.endsWith(".json");
      const source = isText ? readFileSync(path, "utf8") : "";
      const specifiers = readable.test(extname(path))
        ? findSpecifiers(source).filter(isLocal)
        : [];
      const known = { stamp, source, specifiers };
      this.#known.set(path, known);
      return known;
    } catch {
      // Gone, or not for us: Node's own import says what is wrong.
      return undefined;
    }
  }
}

/** Keeps a file, and all that it imports, as they are now, for those that load this version after the next edit. */
export function keepSnapshots(modules: LocalModules, path: string): void {
  for (const [each, snapshot] of modules.snapshots(path)) {
    const file = storedAt(each, "json");
    if (!file || existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(snapshot));
  }
}

function versionOf(reached: Map<string, Known>): string {
  const parts = [...reached].map(([path, { stamp }]) => `${path} ${stamp}`);
  return digest(parts.sort().join("\n"));
}
