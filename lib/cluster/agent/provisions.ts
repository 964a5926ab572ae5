import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf } from "../nats/blobs.ts";
import { TransferError } from "../../transfer/transfer-error.ts";
import type {
  Hash,
  Luggage,
  NeededFile,
  NeededPackage,
} from "../wire/messages.ts";
import { Relocation } from "./relocation.ts";

/** Installs packages into a folder. @throws Error whose message says what went wrong */
export type Install = (folder: string, requests: string[]) => Promise<void>;

export interface ProvisionsOptions {
  /** What people call the host. */
  host: string;
  install: Install | undefined;
  log(line: string): void;
}

type Fetch = (hash: Hash) => Promise<Uint8Array>;

/** This library as a package. */
const ownPackage = fileURLToPath(new URL("../../", import.meta.url));

/**
 * What functions import, on this host. When all of it is here as it is at home - hosts that share their folders, or play on one machine -
 * it is taken from there. Else a folder of this agent gets what home has, at the same places below it:
 *
 *     ROOT/home/ann/util.ts                         from the object store
 *     ROOT/home/ann/node_modules/arquero -> ...     that of the folder where the worker was started, or as npm installs it
 */
export class Provisions {
  readonly #options: ProvisionsOptions;
  readonly #known = new Map<Hash, Promise<Relocation>>();
  readonly #installed = new Map<string, Promise<string>>();
  #folder: string | undefined;

  constructor(options: ProvisionsOptions) {
    this.#options = options;
  }

  /**
   * @param name the function's
   * @throws TransferError naming the packages that are not to be had here, and what to do
   */
  provide(name: string, luggage: Luggage, fetch: Fetch): Promise<Relocation> {
    const hash = hashOf(Buffer.from(JSON.stringify(luggage)));
    const known = this.#known.get(hash);
    if (known !== undefined) return known;
    const made = this.#provide(name, luggage, fetch);
    this.#known.set(hash, made);
    // Somebody may install it meanwhile.
    made.catch(() => this.#known.delete(hash));
    return made;
  }

  /** A text that speaks of files as home knows them. */
  toHome(text: string): string {
    if (this.#folder === undefined || !text.includes(this.#folder)) return text;
    const roots = text.split(join(this.#folder, "home-"));
    // What mkdtemp puts behind a name is six characters.
    return roots.map((each, at) => (at === 0 ? each : each.slice(6))).join("");
  }

  end(): void {
    if (this.#folder !== undefined)
      rmSync(this.#folder, { recursive: true, force: true });
  }

  async #provide(
    name: string,
    luggage: Luggage,
    fetch: Fetch,
  ): Promise<Relocation> {
    const { library, packages, files } = luggage;
    if (packages.every(isInPlace) && files.every(isSame))
      return new Relocation(library, "");
    const root = mkdtempSync(join(this.#ownFolder(), "home-"));
    for (const { path, hash } of files) {
      const place = root + path;
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, await fetch(hash));
    }
    const lacking = packages.filter((each) => !linkFound(root, each));
    if (lacking.length > 0) await this.#install(name, root, lacking);
    return new Relocation(library, root);
  }

  async #install(
    name: string,
    root: string,
    lacking: NeededPackage[],
  ): Promise<void> {
    const { host, install, log } = this.#options;
    const what = describeAll(lacking);
    if (install === undefined) {
      const requests = lacking.map(({ request }) => request).join(" ");
      const missing = new TransferError(
        host,
        `lacks ${what}, which ${name}() imports. There, run "npm install ${requests}" in the folder where ` +
          "its worker was started, or start that worker with --install",
      );
      log(missing.message);
      throw missing;
    }
    try {
      for (const group of byFolder(lacking)) {
        const requests = group.map(({ request }) => request);
        const folder = await this.#installOnce(requests, install);
        for (const each of group) link(root, each, placeIn(folder, each));
      }
    } catch (error) {
      const { message } = error as Error;
      const failed = new TransferError(
        host,
        `cannot install ${what}, which ${name}() imports: ${message}`,
      );
      log(failed.message);
      throw failed;
    }
  }

  #installOnce(requests: string[], install: Install): Promise<string> {
    const key = requests.toSorted().join(" ");
    const known = this.#installed.get(key);
    if (known !== undefined) return known;
    this.#options.log(`installing ${key}`);
    const folder = mkdtempSync(join(this.#ownFolder(), "packages-"));
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const made = install(folder, requests).then(() => folder);
    this.#installed.set(key, made);
    made.catch(() => this.#installed.delete(key));
    return made;
  }

  #ownFolder(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), "romanesco-worker-"));
    return this.#folder;
  }
}

function linkFound(root: string, need: NeededPackage): boolean {
  const place = findPlace(need);
  if (place !== undefined) link(root, need, place);
  return place !== undefined;
}

function link(root: string, need: NeededPackage, place: string): void {
  const from = placeIn(root + need.folder, need);
  mkdirSync(dirname(from), { recursive: true });
  symlinkSync(place, from, "junction");
}

const placeIn = (folder: string, { name }: { name: string }): string =>
  join(folder, "node_modules", name);

const isInPlace = (need: NeededPackage): boolean =>
  versionAt(placeIn(need.folder, need)) === need.version;

function isSame({ path, hash }: NeededFile): boolean {
  return existsSync(path) && hashOf(readFileSync(path)) === hash;
}

/** At home's place, in the folder where the worker was started or above it, or among those that came with this library. */
function findPlace(need: NeededPackage): string | undefined {
  if (need.name === "romanesco") return ownPackage;
  return [need.folder, ...upwards(process.cwd()), ...upwards(ownPackage)]
    .map((folder) => placeIn(folder, need))
    .find((place) => versionAt(place) === need.version);
}

function upwards(directory: string): string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...upwards(above)];
}

function versionAt(place: string): string | undefined {
  try {
    const text = readFileSync(join(place, "package.json"), "utf8");
    return (JSON.parse(text) as { version?: string }).version ?? "";
  } catch {
    // Not there.
    return undefined;
  }
}

function byFolder(packages: NeededPackage[]): NeededPackage[][] {
  const folders = [...new Set(packages.map(({ folder }) => folder))];
  return folders.map((folder) =>
    packages.filter((each) => each.folder === folder),
  );
}

function describeAll(packages: NeededPackage[]): string {
  const names = packages.map(({ name, version }) => `${name} ${version}`);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
