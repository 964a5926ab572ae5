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
  readonly #maps: CompiledCell["maps"];
  /** For its functions and classes; read only once somebody debugs. */
  readonly #facts: Facts | undefined;
  #parts?: Travelling[];
  #read?: { rewrite: Segments; types?: SourceMap };

  constructor(label: string, code: string, compiled: CompiledCell) {
    this.label = label;
    this.code = code;
    this.#maps = compiled.maps;
    const { javascript, functions, declarations } = compiled;
    const hasParts = functions.length > 0 || declarations.length > 0;
    this.#facts = hasParts
      ? { javascript, functions, declarations }
      : undefined;
  }

  /** Where a place in what runs was written; undefined in what is ours. */
  find(running: Position): Position | undefined {
    const { rewrite, types } = this.#segments;
    // The call around the cell's body stands alone on the last.
    if (running.line >= rewrite.lastLine) return undefined;
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

  /** Where a place in a worker was written: there the code has had no more than its types taken out. */
  findInWorker(running: Position): Position | undefined {
    const { types } = this.#segments;
    if (!types) return running;
    const entry = types.findEntry(running.line, running.column);
    if (!("originalLine" in entry)) return undefined;
    return { line: entry.originalLine, column: entry.originalColumn };
  }

  /** Whether what begins here is the piece of code around a function, which V8 runs to make that. */
  isPiece(begin: Position): boolean {
    return !this.#travelling.some(
      ({ line, column, endLine }) =>
        (begin.line > line ||
          (begin.line === line && begin.column >= column)) &&
        begin.line <= endLine,
    );
  }

  /** Places in workers at which a line begins: of a function that begins in it, its own beginning. */
  inWorkers(line: number): Position[] {
    const lines = this.#linesInWorker(line);
    return lines.flatMap((each) => {
      const around = this.#travelling.filter(
        (part) => part.line < each && each <= part.endLine,
      );
      if (around.length) return [{ line: each, column: 0 }];
      return this.#travelling
        .filter((part) => part.line === each)
        .map(({ column }) => ({ line: each, column: column + 1 }));
    });
  }

  #linesInWorker(line: number): number[] {
    const { types, rewrite } = this.#segments;
    if (!types) return [line];
    const lines = Array.from({ length: rewrite.lastLine }, (_, each) => each);
    return lines.filter((each) => {
      const entry = types.findEntry(each, 1000);
      return "originalLine" in entry && entry.originalLine === line;
    });
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

  /** Its functions and classes, which are compiled one by one where they travel to, each at its place. */
  get #travelling(): Travelling[] {
    return (this.#parts ??= this.#facts ? travellingOf(this.#facts) : []);
  }

  get #segments() {
    const { rewrite, types } = this.#maps;
    return (this.#read ??= {
      rewrite: new Segments(rewrite),
      types: types === undefined ? undefined : new SourceMap(JSON.parse(types)),
    });
  }
}

/** Lines from 0. */
interface Travelling extends Position {
  endLine: number;
}

type Facts = Pick<CompiledCell, "javascript" | "functions" | "declarations">;

function travellingOf(facts: Facts): Travelling[] {
  const { javascript, functions, declarations } = facts;
  const classes = declarations.flatMap((each) =>
    each.kind === "class" ? [each.facts] : [],
  );
  return [...functions, ...classes].map(({ line, column, start, end }) => {
    const height = javascript.slice(start, end).split("\n").length - 1;
    return { line: line - 1, column, endLine: line - 1 + height };
  });
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
