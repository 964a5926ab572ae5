import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import maxSatisfying from "semver/ranges/max-satisfying.js";
import {
  findEntry,
  findTypes,
  type PackageEntry,
  readManifest,
} from "./entry.ts";
import { describeLeftOut } from "./left-out.ts";
import { explainInstall, InstallError, isOffline } from "./npm-error.ts";
import { addTypes } from "./add-types.ts";
import { npmInstall } from "./run-npm.ts";
import { type NpmSpecifier, parseNpm, requestOf } from "./specifier.ts";

/** A package that is there now. */
export interface Installed {
  name: string;
  version: string;
  /** What a person should know of it, a sentence each. */
  notes: string[];
}

/**
 * Packages that cells import by `npm:`, for all notebooks of a user: a folder each, by name and version, with all that it
 * depends on. What it wants its user to bring (`peerDependencies`, as react-dom wants react) is a link to that package's own folder,
 * so that a notebook which imports both has it once.
 *
 *     FOLDER/arquero@8.0.3/node_modules/...      FOLDER/.asked/arquero%408  says: 8.0.3
 *
 * A folder appears whole, by being renamed: kernels that install at the same time do not meet.
 */
export class PackageCache {
  readonly #folder: string;
  /** Names that are being installed: two packages may want each other. */
  readonly #under = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns undefined if it is not installed, or has no such part */
  find(specifier: NpmSpecifier): PackageEntry | undefined {
    const version = this.versionOf(specifier);
    if (version === undefined) return undefined;
    const { name, subpath } = specifier;
    return findEntry(this.#folderOf(name, version), name, subpath);
  }

  /** The version that is there for what was asked; the same one for as long as it is there. */
  versionOf({ name, range }: NpmSpecifier): string | undefined {
    const known = [range, this.#asked(name, range)];
    return known.find((each) => each && existsSync(this.#folderOf(name, each)));
  }

  /**
   * @param signal ends it; what it had begun is removed
   * @throws InstallError whose message says what to do
   */
  async install(
    specifier: NpmSpecifier,
    signal?: AbortSignal,
  ): Promise<Installed> {
    const { name } = specifier;
    mkdirSync(this.#folder, { recursive: true });
    const fresh = mkdtempSync(join(this.#folder, ".new-"));
    this.#under.add(name);
    try {
      writeFileSync(join(fresh, "package.json"), '{ "private": true }\n');
      const request = requestOf(specifier);
      const { ok, error } = await npmInstall(fresh, [request], signal);
      if (!ok) return this.#withoutNpm(specifier, error);
      const { version = "0.0.0" } = readManifest(fresh, name);
      if (!findTypes(fresh, name, "."))
        await addTypes(fresh, name, version, signal);
      await this.#sharePeers(fresh, name, signal);
      return this.#keep(fresh, specifier, version);
    } finally {
      this.#under.delete(name);
      rmSync(fresh, { recursive: true, force: true });
    }
  }

  /** Without a network, an older one that is meant as well will do. */
  #withoutNpm(
    specifier: NpmSpecifier,
    error: { code?: string; summary?: string },
  ): Installed {
    const { text, name, range } = specifier;
    const version = isOffline(error.code)
      ? this.#newest(name, range)
      : undefined;
    if (version === undefined)
      throw new InstallError(explainInstall(text, requestOf(specifier), error));
    this.#note(name, range, version);
    return {
      name,
      version,
      notes: [
        "the registry cannot be reached, so this is the newest of those installed before",
      ],
    };
  }

  #newest(name: string, range: string): string | undefined {
    const folder = dirname(join(this.#folder, name));
    const before = `${name.slice(name.indexOf("/") + 1)}@`;
    if (!existsSync(folder)) return undefined;
    const versions = readdirSync(folder)
      .filter((each) => each.startsWith(before))
      .map((each) => each.slice(before.length));
    // A tag, such as `next`, means none of them.
    return maxSatisfying(versions, range) ?? undefined;
  }

  /** Those that npm has put beside it become links to folders of their own. */
  async #sharePeers(
    fresh: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const { peerDependencies = {} } = readManifest(fresh, name);
    for (const peer of Object.keys(peerDependencies)) {
      const place = join(fresh, "node_modules", peer);
      if (this.#under.has(peer) || !existsSync(join(place, "package.json")))
        continue;
      const { version = "" } = readManifest(fresh, peer);
      const exact = parseNpm(`npm:${peer}@${version}`);
      if (!exact) continue;
      if (this.versionOf(exact) === undefined)
        await this.install(exact, signal);
      rmSync(place, { recursive: true });
      symlinkSync(
        join(this.#folderOf(peer, version), "node_modules", peer),
        place,
        "junction",
      );
    }
  }

  #keep(
    fresh: string,
    { name, range }: NpmSpecifier,
    version: string,
  ): Installed {
    const folder = this.#folderOf(name, version);
    mkdirSync(dirname(folder), { recursive: true });
    try {
      renameSync(fresh, folder);
    } catch (error) {
      // Another kernel has just installed the same.
      if (!existsSync(folder)) throw error;
    }
    this.#note(name, range, version);
    return { name, version, notes: describeLeftOut(folder) };
  }

  #folderOf(name: string, version: string): string {
    return join(this.#folder, `${name}@${version}`);
  }

  #fileOf(name: string, range: string): string {
    return join(this.#folder, ".asked", encodeURIComponent(`${name}@${range}`));
  }

  #asked(name: string, range: string): string | undefined {
    try {
      return readFileSync(this.#fileOf(name, range), "utf8").trim();
    } catch {
      // Nobody has asked for it yet.
      return undefined;
    }
  }

  #note(name: string, range: string, version: string): void {
    const file = this.#fileOf(name, range);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${version}\n`);
  }
}
