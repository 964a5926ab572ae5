import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync, type EcmaScriptModule } from "oxc-parser";
import type * as lsp from "vscode-languageserver-protocol";

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
  private readonly stamps = new Map<string, string | undefined>();

  watch(path: string): void {
    if (!this.stamps.has(path)) this.stamps.set(path, stamp(path));
  }

  /** Watches what a module imports, at every place where it may be. */
  watchImports(module: EcmaScriptModule, directory: string): void {
    for (const specifier of specifiersOf(module))
      if (/^\.\.?\//.test(specifier))
        for (const path of candidates(resolve(directory, specifier)))
          this.watchModule(path);
      else this.watch(manifestOf(specifier, directory));
  }

  /** What has changed since the last call. */
  changes(): FileChange[] {
    const changes: FileChange[] = [];
    for (const [path, before] of this.stamps) {
      const now = stamp(path);
      if (now === before) continue;
      this.stamps.set(path, now);
      const kind =
        before === undefined
          ? "created"
          : now === undefined
            ? "deleted"
            : "changed";
      changes.push({ path, kind });
      if (now !== undefined) this.watchInside(path);
    }
    return changes;
  }

  private watchModule(path: string): void {
    if (this.stamps.has(path)) return;
    this.watch(path);
    if (this.stamps.get(path) !== undefined) this.watchInside(path);
  }

  private watchInside(path: string): void {
    if (!/\.[cm]?tsx?$/.test(path)) return;
    const { module } = parseSync(path, readFileSync(path, "utf8"));
    this.watchImports(module, dirname(path));
  }
}

function stamp(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.mtimeMs} ${stat.size}` : undefined;
}

function specifiersOf(module: EcmaScriptModule): string[] {
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest),
    ),
  ];
  return requests.flatMap((request) => (request ? [request.value] : []));
}

/** A package that is installed after an import of it failed is known by its package.json. */
function manifestOf(specifier: string, directory: string): string {
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  return join(directory, "node_modules", name, "package.json");
}

/** Where a relative import may lead; `./a.js` may mean `./a.ts`. */
function candidates(path: string): string[] {
  if (/\.[cm]?tsx?$|\.json$/.test(path)) return [path];
  const bare = path.replace(/\.[cm]?jsx?$/, "");
  return [
    path,
    `${bare}.ts`,
    `${bare}.tsx`,
    `${bare}.d.ts`,
    `${path}/index.ts`,
  ];
}

/** A change in the words of the language server protocol. */
export function toFileEvent({ path, kind }: FileChange): lsp.FileEvent {
  const type = { created: 1, changed: 2, deleted: 3 } as const;
  return { uri: pathToFileURL(path).href, type: type[kind] };
}
