import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import { type Source, DebugError } from "../debug-adapter.ts";
import { DebuggedCell } from "./debugged-cell.ts";
import { murmur2 } from "./murmur2.ts";
import { labelOf, pathOf } from "./script-url.ts";

/** Any will do; front ends are told. */
export const hashSeed = 0x9747b28c;
export const cellSuffix = ".ts";

/**
 * The texts that are debugged, by the names that front ends give them: a cell's is made from its text, so that one that
 * has not run has its name. Nothing is written to the disk.
 */
export class Sources {
  /** What the names of cells begin with. Where the word `ipykernel_` is in it, JupyterLab shows a cell's number in its place. */
  readonly prefix = join(tmpdir(), `romanesco_ipykernel_${process.pid}`) + sep;
  /** By label. */
  readonly #cells = new Map<string, DebuggedCell>();
  readonly #texts = new Map<string, string>();
  readonly #paths = new WeakMap<DebuggedCell, string>();
  #probes = 0;
  /** Pieces of code that V8 is to name, by their URL. */
  readonly #awaited = new Map<string, (scriptId: string) => void>();
  readonly #urls = new Map<string, string>();

  /** A cell begins to run. */
  add(label: string, code: string, compiled: CompiledCell): DebuggedCell {
    const cell = new DebuggedCell(label, code, compiled);
    this.#cells.set(label, cell);
    return cell;
  }

  /** The variables are gone, and the cells' functions with them. */
  forget(): void {
    this.#cells.clear();
    this.#urls.clear();
  }

  /** A front end shows a cell. @returns its name */
  dump(code: string): string {
    const path = this.#toPath(code);
    this.#texts.set(path, code);
    return path;
  }

  cell(label: string): DebuggedCell | undefined {
    return this.#cells.get(label);
  }

  /** Cells with this text, the newest last. */
  cellsAt(path: string): DebuggedCell[] {
    return [...this.#cells.values()].filter(
      (cell) => this.pathOf(cell) === path,
    );
  }

  pathOf(cell: DebuggedCell): string {
    let path = this.#paths.get(cell);
    if (path === undefined)
      this.#paths.set(cell, (path = this.#toPath(cell.code)));
    return path;
  }

  /** A cell that does not run, for the places of its code. */
  preview(code: string, compiled: CompiledCell): DebuggedCell {
    return new DebuggedCell("", code, compiled);
  }

  /** V8 has compiled something. */
  parsed({ scriptId, url }: { scriptId: string; url: string }): void {
    const probe = this.#awaited.get(url);
    if (probe) return probe(scriptId);
    this.#urls.set(scriptId, url);
    const cell = this.#cells.get(labelOf(url));
    if (cell) cell.scriptId = scriptId;
  }

  /** @param compile has V8 compile something under a URL @returns the number that V8 gives it */
  async scriptOf(
    compile: (url: string) => Promise<unknown>,
  ): Promise<string | undefined> {
    const url = `romanesco:probe-${++this.#probes}`;
    let found: string | undefined;
    this.#awaited.set(url, (scriptId) => (found = scriptId));
    // V8 tells of it before it answers.
    await compile(url).finally(() => this.#awaited.delete(url));
    return found;
  }

  /** @returns an empty text for what has no name, such as what a debugger evaluates */
  urlOf(scriptId: string): string {
    return this.#urls.get(scriptId) ?? "";
  }

  /** Paths of what is loaded, but for cells. */
  get files(): string[] {
    const urls = [...this.#urls.values()].filter(
      (url) => !this.#cells.has(labelOf(url)),
    );
    const paths = new Set(urls.flatMap((url) => pathOf(url) ?? []));
    return [...paths].filter((path) => /\.\w+$/.test(path));
  }

  /** The cell that a script is, if it is one. */
  cellOf(scriptId: string): DebuggedCell | undefined {
    return this.#cells.get(labelOf(this.urlOf(scriptId)));
  }

  sourceAt(path: string): Source {
    const cell = this.isCell(path) ? this.cellsAt(path).at(-1) : undefined;
    return { name: cell?.label ?? basename(path), path };
  }

  sourceOf(cell: DebuggedCell): Source {
    return { name: cell.label, path: this.pathOf(cell) };
  }

  isCell(path: string): boolean {
    return path.startsWith(this.prefix);
  }

  /** The text of a cell, if a front end has shown it or it has run. */
  textOf(path: string): string | undefined {
    return this.#texts.get(path) ?? this.cellsAt(path).at(-1)?.code;
  }

  /** @throws DebugError */
  async read(path: string): Promise<string> {
    const text = this.textOf(path);
    if (text !== undefined) return text;
    try {
      return await readFile(path, "utf8");
    } catch (cause) {
      throw new DebugError(`there is no ${basename(path)} to show`, { cause });
    }
  }

  #toPath(code: string): string {
    return `${this.prefix}${murmur2(code, hashSeed)}${cellSuffix}`;
  }
}
