import type { HistoryEntry, HistoryRequest } from "../protocol/history.ts";
import { Glob } from "./glob.ts";

export interface HistoryLine {
  session: number;
  line: number;
  source: string;
  /** The result as text. */
  output: string | null;
}

/** Where the lines of all sessions are kept. */
export interface HistoryArchive {
  /** Begins a session. @returns its number, one that no other kernel has */
  open(): number;
  /** Keeps a line of the session that was begun. */
  keep(line: HistoryLine): void;
  /** The lines of all other sessions, oldest first. */
  read(): HistoryLine[];
}

/** Without an archive a kernel knows its own session only. */
const noArchive: HistoryArchive = {
  open: () => 1,
  keep() {},
  read: () => [],
};

/** A cell with more than this is data; it would push everything else out of the history. */
const mostSourceLength = 100_000;
/** Results are kept for whoever asks for the output; the beginning of a long one will do. */
const mostOutputLength = 10_000;
/** Lines of its own session that a kernel remembers. */
const mostLines = 10_000;

/** The cells that were run, oldest first. A session begins with the first cell that is to be remembered. */
export class SessionHistory {
  readonly #archive: HistoryArchive;
  #lines: HistoryLine[] = [];
  #session: number | undefined;

  constructor(archive = noArchive) {
    this.#archive = archive;
  }

  add(line: number, source: string, output: string | null): void {
    if (source.length > mostSourceLength) return;
    this.#session ??= this.#archive.open();
    const kept = {
      session: this.#session,
      line,
      source,
      output: output && beginningOf(output),
    };
    this.#lines.push(kept);
    if (this.#lines.length > mostLines)
      this.#lines = this.#lines.slice(mostLines / 2);
    this.#archive.keep(kept);
  }

  find(request: HistoryRequest): HistoryEntry[] {
    return this.#select(request).map(({ session, line, source, output }) => [
      session,
      line,
      request.output ? [source, output] : source,
    ]);
  }

  #select(request: HistoryRequest): HistoryLine[] {
    const lines = this.#all();
    switch (request.hist_access_type) {
      case "tail":
        return last(lines, request.n);
      case "range": {
        const { start, stop = Infinity } = request;
        const session =
          request.session > 0
            ? request.session
            : this.#current(lines) + request.session;
        return lines.filter(
          (line) =>
            line.session === session && line.line >= start && line.line < stop,
        );
      }
      case "search": {
        const pattern = new Glob(request.pattern);
        const found = lines.filter(({ source }) => pattern.matches(source));
        return last(
          request.unique ? newestOfEach(found) : found,
          request.n ?? found.length,
        );
      }
    }
  }

  /** This session's own lines come last, also when another kernel has begun one since. */
  #all(): HistoryLine[] {
    return [...this.#archive.read(), ...this.#lines];
  }

  /** The number of this session, or the one that it would get. */
  #current(lines: HistoryLine[]): number {
    return this.#session ?? (lines.at(-1)?.session ?? 0) + 1;
  }
}

function last<T>(items: T[], count: number): T[] {
  return count > 0 ? items.slice(-count) : [];
}

function newestOfEach(lines: HistoryLine[]): HistoryLine[] {
  const newest = new Map(lines.map((line) => [line.source, line]));
  return lines.filter((line) => newest.get(line.source) === line);
}

/** A copy: the part of a text that V8 makes keeps all of it alive. */
function beginningOf(text: string): string {
  return Buffer.from(text.slice(0, mostOutputLength)).toString();
}
