import { SourceMap } from "node:module";
import { basename } from "node:path";
import { inspect } from "node:util";
import { frameText } from "../../../lib/transfer/stored-modules.ts";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import { cells } from "./realm.ts";
import { isError } from "./is-error.ts";
import { plainAssertion } from "./plain-assertion.ts";
import { cutText, mostCharacters } from "./cut-text.ts";

type Maps = { rewrite: SourceMap; types: SourceMap | undefined };

export interface CellPlace {
  label: string;
  /** From 1, as in the cell's TypeScript. */
  line: number;
  column: number;
}

/** Knows where each piece of running code stands in its cell, and writes stacks that say so. */
export class Stacks {
  readonly #cells = new Map<string, { source: CompiledCell; lines?: number }>();
  /** Those that were needed last: read, they take ten times the space of a cell, and errors come from few. */
  #maps: { cell: CompiledCell; maps: Maps } | undefined;

  /** Stacks as we write them, of errors whose own are written by a cell's or a package's `Error.prepareStackTrace`. */
  readonly #texts = new WeakMap<Error, string>();

  /** Stacks before a place was added to them: the same error may be met by another cell, as that of a file that does not load. */
  readonly #placeless = new WeakMap<Error, string>();

  readonly #ownFiles: string[];

  /** @param ownFiles beginnings of the URLs and paths of files whose frames nobody wants to see */
  constructor(ownFiles: string[]) {
    this.#ownFiles = ownFiles;
  }

  add(cell: CompiledCell): void {
    this.#cells.set(cell.file, { source: cell });
  }

  describe(error: unknown): string[] {
    const lines = describeError(error, this.#ownFiles, this.#texts);
    return isError(error) ? lines : [...lines, ...this.#framesOf(error)];
  }

  /** Of what has no stack, as a text. */
  #framesOf(thrown: unknown): string[] {
    const place = cells.placeOfThrown(thrown);
    if (typeof place === "string") return place.split("\n");
    return place ? this.describe(place).slice(1) : [];
  }

  install(): void {
    cells.formatStacks((error, frames, overridden) => {
      const text = this.#format(error, frames);
      if (overridden) this.#texts.set(error, text);
      return text;
    });
  }

  /** Where the code is that runs now: the innermost first. */
  here(): NodeJS.CallSite[] {
    const { prepareStackTrace, stackTraceLimit } = Error;
    try {
      Error.prepareStackTrace = (_error, sites) => sites;
      Error.stackTraceLimit = 20;
      return new Error().stack as unknown as NodeJS.CallSite[];
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  isLibrary(file: string): boolean {
    return this.#ownFiles.some((own) => file.startsWith(`${own}lib/`));
  }

  format(sites: readonly NodeJS.CallSite[]): string[] {
    return sites.flatMap((site) => this.#formatFrame(site) ?? []);
  }

  /** Where a place in the running code stands in its cell, or undefined for other files. */
  find(file: string, line: number, column: number): CellPlace | undefined {
    const maps = this.#mapsOf(file);
    const place = maps && lookUp(maps.rewrite, line, column);
    return place && this.findStripped(file, place.line, place.column);
  }

  /** The same for a place in the cell's JavaScript before rewriting. */
  findStripped(
    file: string,
    line: number,
    column: number,
  ): CellPlace | undefined {
    const maps = this.#mapsOf(file);
    if (!maps) return undefined;
    const place = maps.types
      ? lookUp(maps.types, line, column)
      : { line, column };
    return place && { label: basename(file), ...place };
  }

  /** Gives an error without a frame of any cell the place at which the cell met it. */
  addPlace(
    error: unknown,
    file: string,
    { line, column }: { line: number; column: number },
  ): void {
    if (!isError(error)) return;
    const stack = this.#placeless.get(error) ?? stackOf(error);
    if (/^ +at .*cell \[\d+\]/m.test(stack)) return;
    const frame = this.lineOf(file, { line, column });
    if (!frame) return;
    const value = `${stack}\n${frame}`;
    this.#placeless.set(error, stack);
    try {
      Object.defineProperty(error, "stack", { value, configurable: true });
    } catch {
      // Frozen: it is told without a line.
    }
  }

  /** A place in the cell's JavaScript as a line of a stack. */
  lineOf(
    file: string,
    { line, column }: { line: number; column: number },
  ): string | undefined {
    const place = this.findStripped(file, line, column + 1);
    return place && `    at ${place.label}:${place.line}:${place.column}`;
  }

  #mapsOf(file: string): Maps | undefined {
    const cell = this.#cells.get(file)?.source;
    if (!cell) return undefined;
    if (this.#maps?.cell !== cell) {
      const rewrite = new SourceMap(JSON.parse(cell.maps.rewrite));
      const types = cell.maps.types
        ? new SourceMap(JSON.parse(cell.maps.types))
        : undefined;
      this.#maps = { cell, maps: { rewrite, types } };
    }
    return this.#maps.maps;
  }

  sourceMap(file: string): string | undefined {
    return this.#cells.get(file)?.source.maps.types;
  }

  /** The call around the cell's body, which stands alone on the last line. */
  #isWrapper(file: string, line: number | null): boolean {
    const cell = this.#cells.get(file);
    if (!cell) return false;
    cell.lines ??= cell.source.code.split("\n").length;
    return line === cell.lines;
  }

  #format(error: Error, frames: NodeJS.CallSite[]): string {
    // By index: the list is one of the cells' realm.
    const lines = Array.from(
      { length: frames.length },
      (_, index) => this.#formatFrame(frames[index]!) ?? [],
    );
    return [headline(error), ...lines.flat()].join("\n");
  }

  #formatFrame(frame: NodeJS.CallSite): string | undefined {
    const file = frame.getFileName();
    if (!file || file.startsWith("node:")) return undefined;
    if (this.#ownFiles.some((own) => file.startsWith(own))) return undefined;
    if (this.#isWrapper(file, frame.getLineNumber())) return undefined;
    const place = this.find(
      file,
      frame.getLineNumber() ?? 1,
      frame.getColumnNumber() ?? 1,
    );
    if (!place) return `    at ${frameText(frame, file, nameOf(frame))}`;
    const where = `${place.label}:${place.line}:${place.column}`;
    const name = nameOf(frame);
    return name ? `    at ${name} (${where})` : `    at ${where}`;
  }
}

function lookUp(map: SourceMap, line: number, column: number) {
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalLine" in entry)) return undefined;
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function nameOf(frame: NodeJS.CallSite): string {
  const name = frame.getFunctionName() ?? frame.getMethodName();
  if (!name) return "";
  const type = frame.isToplevel() ? "" : (frame.getTypeName() ?? "");
  const owner =
    type && type !== "Object" && !name.includes(".") ? `${type}.` : "";
  return `${frame.isConstructor() ? "new " : owner}${name}`;
}

function headline(error: Error): string {
  try {
    return cutText(Error.prototype.toString.call(error));
  } catch {
    return "Error";
  }
}

/** Asked first, for only then V8 has it written. */
function stackOf(error: Error): string {
  try {
    return String(error.stack);
  } catch {
    return "";
  }
}

/** A likeness of an error whose stack a cell's formatter writes, with ours; other values as they are. */
function readable(value: unknown, texts: WeakMap<Error, string>): unknown {
  if (!isError(value)) return value;
  stackOf(value);
  const stack = texts.get(value);
  if (stack === undefined) return value;
  const likeness = Object.create(
    Object.getPrototypeOf(value) as object,
  ) as Error;
  for (const key of Reflect.ownKeys(value)) {
    if (key === "stack") continue;
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    if (key === "cause") property.value = readable(property.value, texts);
    Object.defineProperty(likeness, key, property);
  }
  return Object.defineProperty(likeness, "stack", { value: stack });
}

/** Frames of Node's own code, in stacks that another thread wrote. */
const foreignFrame =
  /^ +at .*(\(|\s)node:internal\/|^ +at new Promise \(<anonymous>\)$/;

/**
 * An error as lines: name, message, stack in cells, own fields, causes. Never throws.
 * @param ownFiles beginnings of the URLs of files whose frames nobody wants to see
 * @param texts stacks of errors as we write them, where a cell's formatter has written others
 */
export function describeError(
  thrown: unknown,
  ownFiles: string[] = [],
  texts = new WeakMap<Error, string>(),
): string[] {
  try {
    const error = plainAssertion(readable(thrown, texts));
    if (!isError(error)) return [`Thrown: ${inspect(error)}`];
    const stack = stackOf(error);
    // Written by another thread, or by the cell; our own has no longer headline, and frames.
    const cut = cutText(stack, 2 * mostCharacters);
    if (cut !== stack) return cut.split("\n");
    const fields = Object.keys(error).filter((key) => key !== "name");
    const hasMore = fields.length || error.cause || "errors" in error;
    if (!stack.includes("\n") && !hasMore) return [headline(error)];
    // Without frames `inspect` puts the headline into brackets.
    return withoutOwnFrames(
      inspect(error)
        .replace(/^\[([^]*?)\]( \{|$)/, "$1$2")
        .split("\n"),
      ownFiles,
    );
  } catch {
    return ["an error that cannot be shown"];
  }
}

function withoutOwnFrames(lines: string[], ownFiles: string[]): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    const isOwn =
      /^ +at /.test(line) && ownFiles.some((own) => line.includes(own));
    if (!isOwn && !foreignFrame.test(line)) kept.push(line);
    // Behind the last frame the fields begin.
    else if (line.endsWith(" {") && kept.length) kept[kept.length - 1] += " {";
  }
  return kept;
}
