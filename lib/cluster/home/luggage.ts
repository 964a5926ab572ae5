import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, extname, join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findFile, type Snapshot } from "../../transfer/local-modules.ts";
import type { Reference, Unit } from "../../transfer/messages.ts";
import { findSpecifiers, isLocal } from "../../transfer/specifiers.ts";
import { storedAt } from "../../transfer/stored-modules.ts";
import { ClusterError } from "../nats/credentials.ts";
import type {
  Hash,
  Luggage,
  NeededFile,
  NeededPackage,
} from "../wire/messages.ts";

/** Local files of a function, together: code, not data. */
const mostBytes = 32 * 1024 * 1024;

const code = /^\.[cm]?[jt]sx?$/;

/** Where this library is, once bundled: `dist/`. */
const library = new URL("../", import.meta.url).href;

/**
 * Finds the packages and local files that a function and what it needs import, those that files import themselves included.
 * @param store keeps a file's content for the workers
 * @throws ClusterError when the files are too large
 */
export function findLuggage(
  entry: Reference | undefined,
  units: readonly Unit[],
  store: (bytes: Uint8Array) => Hash,
): Luggage {
  const search = new Search(store);
  if (entry !== undefined) search.addReference(entry);
  for (const unit of units) search.addUnit(unit);
  return search.found();
}

class Search {
  readonly #packages = new Map<string, NeededPackage>();
  readonly #files = new Map<string, NeededFile>();
  readonly #store: (bytes: Uint8Array) => Hash;
  #bytes = 0;

  constructor(store: (bytes: Uint8Array) => Hash) {
    this.#store = store;
  }

  found(): Luggage {
    const packages = [...this.#packages.values()];
    return { library, packages, files: [...this.#files.values()] };
  }

  addUnit(unit: Unit): void {
    switch (unit.kind) {
      case "import":
      case "effect":
        return this.#follow(unit.url, unit.directory);
      case "function":
      case "class":
        return this.#addSource(unit);
      case "data":
      case "source-map":
        return;
    }
  }

  addReference(reference: Reference): void {
    switch (reference.kind) {
      case "export":
        return this.#follow(reference.url, sep);
      case "closure":
        return this.#addSource(reference);
      case "bound":
      case "deep":
        return this.addReference(reference.target);
      case "name":
      case "builtin":
        return;
    }
  }

  /** A function of a cell that imports while it runs. */
  #addSource({ source, file }: { source: string; file: string }): void {
    if (!/\bimport\s*\(/.test(source)) return;
    for (const specifier of findSpecifiers(source))
      this.#follow(specifier, dirname(file));
  }

  #follow(specifier: string, directory: string): void {
    if (isBuiltin(specifier) || specifier.startsWith(library)) return;
    if (specifier.startsWith("#"))
      return this.#followSubpath(specifier, directory);
    if (isLocal(specifier)) return this.#followPath(specifier, directory);
    const [name] = /^(?:@[^/:]+\/)?[^/:@]+(?=$|\/)/.exec(specifier) ?? [];
    if (name !== undefined) this.#addPackage(name, directory);
  }

  /** By the package.json of the file's folder, which travels with the file. */
  #followSubpath(specifier: string, directory: string): void {
    try {
      const path = createRequire(join(directory, "file")).resolve(specifier);
      this.#follow(pathToFileURL(path).href, directory);
    } catch {
      // Unknown here: Node's own import says best what is missing.
    }
  }

  #followPath(specifier: string, directory: string): void {
    const plain = specifier.replace(/\?.*$/, "");
    const path = plain.startsWith("file:")
      ? fileURLToPath(plain)
      : resolve(directory, decodeURI(plain));
    const [, folder, name] =
      /^(.*)[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path) ?? [];
    if (folder !== undefined && name !== undefined)
      return void this.#addPackageAt(folder, name.replace("\\", "/"));
    const file = findFile(path);
    if (file !== undefined) this.#addFile(file, keptVersion(specifier));
  }

  /** @param kept what it was when a cell imported it: the file may be another by now */
  #addFile(path: string, kept: Snapshot | undefined): void {
    if (this.#files.has(path)) return;
    const bytes = kept?.source ? Buffer.from(kept.source) : readFileSync(path);
    this.#keep(path, bytes);
    this.#addManifest(dirname(path));
    if (!code.test(extname(path))) return;
    for (const specifier of findSpecifiers(bytes.toString()))
      this.#follow(kept?.imports[specifier] ?? specifier, dirname(path));
  }

  #keep(path: string, bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > mostBytes)
      throw new ClusterError(
        `the local files that a function imports are more than ${mostBytes / 1024 / 1024} MB, up to ${path}: pass large data as an ` +
          "argument, or put it where every host can read it",
      );
    this.#files.set(path, { path, hash: this.#store(bytes) });
  }

  /** The nearest: it says what kind of modules a folder's files are. */
  #addManifest(directory: string): void {
    for (const folder of upwards(directory)) {
      const path = join(folder, "package.json");
      if (this.#files.has(path)) return;
      const text = tryRead(path);
      if (text !== undefined) return this.#keep(path, Buffer.from(text));
    }
  }

  /** One that is not there is the import's to complain of. */
  #addPackage(name: string, directory: string): void {
    for (const folder of upwards(directory))
      if (this.#addPackageAt(folder, name)) return;
  }

  #addPackageAt(folder: string, name: string): boolean {
    const text = tryRead(join(folder, "node_modules", name, "package.json"));
    if (text === undefined) return false;
    const { name: own = name, version = "" } = JSON.parse(text) as {
      name?: string;
      version?: string;
    };
    const wanted = own === name ? version : `npm:${own}@${version}`;
    const request = `${name}@${fromElsewhere(folder, name) ?? wanted}`;
    this.#packages.set(join(folder, name), { name, version, request, folder });
    return true;
  }
}

/** Where a package comes from that is not the registry's: `github:ann/tool`. */
function fromElsewhere(folder: string, name: string): string | undefined {
  const text = tryRead(join(folder, "package.json")) ?? "{}";
  const { dependencies = {} } = JSON.parse(text) as {
    dependencies?: Record<string, string>;
  };
  const wanted = dependencies[name] ?? "";
  return /^(git|github|gitlab|bitbucket|https?)[:+]/.test(wanted)
    ? wanted
    : undefined;
}

function keptVersion(url: string): Snapshot | undefined {
  const file = storedAt(url, "json");
  const text = file === undefined ? undefined : tryRead(file);
  return text === undefined ? undefined : (JSON.parse(text) as Snapshot);
}

function* upwards(directory: string): Generator<string> {
  for (let folder = directory; ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Not there, or not a file.
    return undefined;
  }
}
