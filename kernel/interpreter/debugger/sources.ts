import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import { type Source, DebugError } from "../debug-adapter.ts";
import { DebuggedCell } from "./debugged-cell.ts";
import { murmur2 } from "./murmur2.ts";

/** Any will do; front ends are told. */
export const hashSeed = 0x9747b28c;
export const cellSuffix = ".ts";

/**
 * The texts that are debugged, by the names that front ends give them: a cell's is made from its text, so that one that
 * has not run has its name. Nothing is written to the disk.
 */
export class Sources {
  /**
   * What the names of cells begin with, after a restart too: front ends set breakpoints again by these names. Where the word
   * `ipykernel_` is in it, JupyterLab shows a cell's number in its place.
   */
  readonly prefix = join(tmpdir(), "romanesco_ipykernel_cells") + sep;
  /** By label. */
  readonly #cells = new Map<string, DebuggedCell>();
  readonly #texts = new Map<string, string>();
  readonly #paths = new WeakMap<DebuggedCell, string>();

  /** A cell begins to run. */
  add(label: string, code: string, compiled: CompiledCell): DebuggedCell {
    const cell = new DebuggedCell(label, code, compiled);
    this.#cells.set(label, cell);
    return cell;
  }

  /** The variables are gone, and the cells' functions with them. */
  forget(): void {
    this.#cells.clear();
  }

  /** A front end shows a cell. @returns its name */
  dump(code: string): string {
    const path = this.#toPath(code);
    this.#texts.set(path, code);
    return path;
  }

  /** All that have run. */
  get cells(): Iterable<DebuggedCell> {
    return this.#cells.values();
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
