import type { Outcome, OutputHandler } from "../interpreter.ts";
import { InstallError } from "../packages/npm-error.ts";
import { PackageCache } from "../packages/package-cache.ts";
import {
  isNpm,
  type NpmSpecifier,
  parseNpm,
  requestOf,
} from "../packages/specifier.ts";
import type { CellReader } from "../reading/cell-reader.ts";
import { ProgressLine } from "./progress-line.ts";

/** What the modules of a cell are, by the names that the cell has for them. */
export interface CellModules {
  urls: Record<string, string>;
  types: [name: string, file: string][];
}

/** Sees to it that what a cell imports by `npm:` is there before it is checked and runs. Nothing else installs anything. */
export class CellPackages {
  readonly #cache: PackageCache | undefined;
  readonly #reader: CellReader;

  /** @param folder where packages go; without one cells that want some are refused */
  constructor(folder: string | undefined, reader: CellReader) {
    this.#cache = folder === undefined ? undefined : new PackageCache(folder);
    this.#reader = reader;
  }

  /**
   * @param signal ends what is being installed
   * @returns an error if the cell cannot have what it wants; nothing for a cell that wants nothing
   */
  async bring(
    code: string,
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<CellModules | { error: Outcome } | undefined> {
    const named = await this.#reader.modules(code).catch(() => []);
    const wanted = named.filter(isNpm);
    if (wanted.length === 0) return undefined;
    try {
      return await this.#find(wanted, output, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof InstallError)) throw error;
      return { error: toOutcome(error) };
    }
  }

  async #find(
    wanted: string[],
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<CellModules> {
    const found: CellModules = { urls: {}, types: [] };
    for (const text of wanted) {
      const specifier = parse(text);
      if (!this.#cache) throw refused(text);
      if (this.#cache.versionOf(specifier) === undefined)
        await this.#install(this.#cache, specifier, output, signal);
      const entry = this.#cache.find(specifier);
      if (!entry) throw noSuchPart(specifier);
      found.urls[text] = entry.url;
      found.types.push([text, entry.types]);
    }
    return found;
  }

  async #install(
    cache: PackageCache,
    specifier: NpmSpecifier,
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<void> {
    const line = new ProgressLine(
      output,
      `Installing ${requestOf(specifier)} ...`,
    );
    try {
      const { name, version, notes } = await cache.install(specifier, signal);
      line.end(`Installed ${name} ${version}`, notes);
    } catch (error) {
      line.end(`${requestOf(specifier)} was not installed`);
      throw error;
    }
  }
}

function parse(text: string): NpmSpecifier {
  const specifier = parseNpm(text);
  if (specifier) return specifier;
  throw new InstallError(
    `${text} names no package: write npm:NAME or npm:NAME@VERSION, such as npm:lodash@4, with a path inside it after a slash`,
  );
}

function refused(text: string): InstallError {
  return new InstallError(
    `${text} is not installed here: while homework is checked or marked nothing is, so that it runs for everybody alike. ` +
      `Use what the course's folder has`,
  );
}

function noSuchPart({ text, name, subpath }: NpmSpecifier): InstallError {
  const part =
    subpath === "." ? "nothing that can be imported" : `no ${subpath.slice(2)}`;
  return new InstallError(
    `${text}: ${name} has ${part}; its package.json says what it has ("exports")`,
  );
}

function toOutcome({ name, message }: InstallError): Outcome {
  const traceback = [`${name}: ${message}`];
  return { status: "error", name, message, traceback };
}
