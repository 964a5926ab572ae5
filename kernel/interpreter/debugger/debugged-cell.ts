import { SourceMap } from "node:module";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import { type Position, Segments } from "./segments.ts";

/** A place at which V8 can stop: in the code that runs, and in the person's text. */
export interface BreakLocation {
  running: Position;
  written: Position;
}

/** A cell that has run or is about to, and where its code stands in the person's text. */
export class DebuggedCell {
  /** What it is called in stacks: `cell [3]`. */
  readonly label: string;
  /** As the person wrote it. */
  readonly code: string;
  /** V8's number for what runs, once V8 has told it. */
  scriptId: string | undefined;

  readonly #maps: CompiledCell["maps"];
  /** The call around the cell's body stands alone on it. */
  readonly #lastLine: number;
  #read?: { rewrite: Segments; types?: SourceMap };

  constructor(label: string, code: string, compiled: CompiledCell) {
    this.label = label;
    this.code = code;
    this.#maps = compiled.maps;
    this.#lastLine = compiled.code.split("\n").length - 1;
  }

  /** Where a place in what runs was written; undefined in what is ours. */
  find(running: Position): Position | undefined {
    if (running.line >= this.#lastLine) return undefined;
    const { rewrite, types } = this.#segments;
    const place = rewrite.find(running);
    if (!place || !types) return place;
    const entry = types.findEntry(place.line, place.column);
    if (!("originalLine" in entry)) return undefined;
    return { line: entry.originalLine, column: entry.originalColumn };
  }

  /** Whether this is where the call around the whole cell begins. */
  isBody(running: Position): boolean {
    return this.#segments.rewrite.isAhead(running);
  }

  /** The places at which V8 can stop, in the order of the person's text. */
  locate(running: Position[]): BreakLocation[] {
    const { rewrite } = this.#segments;
    const found = running.flatMap((each) => {
      const written = rewrite.isAhead(each) ? undefined : this.find(each);
      return written ? [{ running: each, written }] : [];
    });
    return found.sort(
      (a, b) => compare(a.written, b.written) || compare(a.running, b.running),
    );
  }

  get #segments() {
    const { rewrite, types } = this.#maps;
    return (this.#read ??= {
      rewrite: new Segments(rewrite),
      types: types === undefined ? undefined : new SourceMap(JSON.parse(types)),
    });
  }
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
