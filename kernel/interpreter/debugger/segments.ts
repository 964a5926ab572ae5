import { decode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";

/** Line and column, both from 0. */
export interface Position {
  line: number;
  column: number;
}

/** A source map, read for the places at which code stops. */
export class Segments {
  readonly #lines: SourceMapSegment[][];

  /** @param map JSON */
  constructor(map: string) {
    const { mappings } = JSON.parse(map) as { mappings: string };
    this.#lines = decode(mappings);
  }

  get lastLine(): number {
    return this.#lines.length - 1;
  }

  /**
   * Where a place stands in the original. Text that was put in belongs to what it stands before: `$value = [(` to the
   * expression whose value it takes. Nothing stands behind the last line.
   */
  find({ line, column }: Position): Position | undefined {
    const segments = this.#lines[line] ?? [];
    const next = segments.find(([start]) => start >= column) ?? segments.at(-1);
    if (next?.length === 1 || !next) return undefined;
    return { line: next[2], column: next[3] };
  }

  /** Whether it stands before all that comes from the original. */
  isAhead({ line, column }: Position): boolean {
    const first = this.#lines.findIndex((segments) => segments.length > 0);
    return line <= first && column < (this.#lines[first]?.[0]?.[0] ?? 0);
  }
}
