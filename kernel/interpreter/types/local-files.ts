import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as lsp from "vscode-languageserver-protocol";
import { isLocal } from "../../../lib/transfer/specifiers.ts";
import type { CellReader } from "../reading/cell-reader.ts";

/** A file that is not as the server last saw it. */
export interface FileChange {
  path: string;
  kind: "created" | "changed" | "deleted";
}

/**
 * Watches the files that cells import, and those that these import, by looking at them before a check: a file that a
 * cell has just written is seen by the next one, whatever the delay of the system's notifications.
 */
export class LocalFiles {
  /** Path to the stamp of its content; undefined where there is no file yet. */
  readonly #stamps = new Map<string, string | undefined>();

  /** What each file that was read imports. */
  readonly #inside = new Map<string, string[]>();

  readonly #reader: CellReader;

  /** @param reader finds what a file imports */
  constructor(reader: CellReader) {
    this.#reader = reader;
  }

  watch(path: string): void {
    if (!this.#stamps.has(path)) this.#stamps.set(path, stamp(path));
  }

  /** Watches what a module imports, at every place where it may be. */
  async watchImports(specifiers: string[], directory: string): Promise<void> {
    for (const specifier of specifiers)
      if (isLocal(specifier))
        for (const path of candidates(locate(specifier, directory)))
          await this.#watchModule(path);
      else this.watch(manifestOf(specifier, directory));
  }

  /** The TypeScript files that an import reaches, near or far, among those watched; none of packages. */
  reachedFrom(
    specifier: string,
    directory: string,
    reached = new Set<string>(),
  ): Set<string> {
    if (!isLocal(specifier)) return reached;
    const path = candidates(locate(specifier, directory)).find(
      (each) => this.#stamps.get(each) !== undefined,
    );
    const isOurs =
      path &&
      /(?<!\.d)\.[cm]?tsx?$/.test(path) &&
      !/\/node_modules\//.test(path);
    if (!isOurs || reached.has(path)) return reached;
    reached.add(path);
    for (const each of this.#inside.get(path) ?? [])
      this.reachedFrom(each, dirname(path), reached);
    return reached;
  }

  /** What has changed since the last call. */
  async changes(): Promise<FileChange[]> {
    const changes: FileChange[] = [];
    for (const [path, before] of this.#stamps) {
      const now = stamp(path);
      if (now === before) continue;
      this.#stamps.set(path, now);
      const kind =
        before === undefined
          ? "created"
          : now === undefined
            ? "deleted"
            : "changed";
      changes.push({ path, kind });
      if (now !== undefined) await this.#watchInside(path);
    }
    return changes;
  }

  async #watchModule(path: string): Promise<void> {
    if (this.#stamps.has(path)) return;
    this.watch(path);
    if (this.#stamps.get(path) !== undefined) await this.#watchInside(path);
  }

  async #watchInside(path: string): Promise<void> {
    if (!/\.[cm]?[jt]sx?$/.test(path)) return;
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch {
      // One that cannot be read imports nothing; the check says what is wrong with it.
      return;
    }
    const specifiers = await this.#reader.specifiers(text);
    this.#inside.set(path, specifiers);
    await this.watchImports(specifiers, dirname(path));
  }
}

/** Of a file that cannot be looked at, that it cannot: it may be there for others, and come back for us. */
function stamp(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? `${stat.mtimeMs} ${stat.size}` : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : code;
  }
}

function locate(specifier: string, directory: string): string {
  return specifier.startsWith("file:")
    ? fileURLToPath(specifier)
    : resolve(directory, specifier);
}

/** A package that is installed after an import of it failed is known by its package.json. */
function manifestOf(specifier: string, directory: string): string {
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  return join(directory, "node_modules", name, "package.json");
}

/** Where an import of a file may lead; `./a.js` may mean `./a.ts`, or be described by `./a.d.ts`. */
function candidates(path: string): string[] {
  if (/\.[cm]?tsx?$|\.json$/.test(path)) return [path];
  const [, bare = path, kind = ""] = /^(.*)\.([cm]?)jsx?$/.exec(path) ?? [];
  const sources = [`${bare}.${kind}ts`, `${bare}.tsx`, `${bare}.d.${kind}ts`];
  if (bare !== path) return [path, ...sources];
  return [
    path,
    ...sources,
    `${bare}.mts`,
    `${bare}.js`,
    `${bare}.mjs`,
    `${path}/index.ts`,
    `${path}/index.js`,
  ];
}

/** A change in the words of the language server protocol. */
export function toFileEvent({ path, kind }: FileChange): lsp.FileEvent {
  const type = { created: 1, changed: 2, deleted: 3 } as const;
  return { uri: pathToFileURL(path).href, type: type[kind] };
}
