import type { CellReader } from "../reading/cell-reader.ts";
import type { ShownFrame } from "./frames.ts";
import type { Sources } from "./sources.ts";

/** What a front end offers a person to stop at. */
export const exceptionFilters = [
  {
    filter: "uncaught",
    label: "Uncaught exceptions",
    description: "what no try of the notebook catches",
  },
  {
    filter: "raised",
    label: "All exceptions",
    description: "what is thrown, caught or not",
  },
];

/**
 * Whether an exception is one that a person wants to stop at. To V8 all of a cell's are caught, by the kernel: so
 * we look for a `try` around each call of the person's.
 */
export class Exceptions {
  filters: string[] = [];

  readonly #reader: CellReader;
  readonly #sources: Sources;

  constructor(reader: CellReader, sources: Sources) {
    this.#reader = reader;
    this.#sources = sources;
  }

  /** @param frames of the person's */
  async areWanted(frames: ShownFrame[]): Promise<boolean> {
    if (frames.length === 0) return false;
    if (this.filters.includes("raised")) return true;
    return this.filters.includes("uncaught") && !(await this.#isCaught(frames));
  }

  async #isCaught(frames: ShownFrame[]): Promise<boolean> {
    for (const { shown } of frames) {
      const { source, line, column } = shown;
      if (!source) continue;
      const code = await this.#sources.read(source.path).catch(() => "");
      if (await this.#reader.isCaught(code, line - 1, column - 1)) return true;
    }
    return false;
  }
}
