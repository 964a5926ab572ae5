import type { HistoryEntry, HistoryRequest } from "../protocol/history.ts";

export interface HistoryLine {
  session: number;
  line: number;
  source: string;
  /** The result as text. */
  output: string | null;
}

/**
 * The cells that were run, oldest first. Now it knows the session of this process; lines of earlier sessions, read from
 * where they are kept, go into the constructor.
 */
export class SessionHistory {
  readonly #lines: HistoryLine[];
  readonly #session: number;

  constructor(earlier: readonly HistoryLine[] = []) {
    this.#lines = [...earlier];
    this.#session = (earlier.at(-1)?.session ?? 0) + 1;
  }

  add(line: number, source: string, output: string | null): void {
    this.#lines.push({ session: this.#session, line, source, output });
  }

  find(request: HistoryRequest): HistoryEntry[] {
    return this.#select(request).map(({ session, line, source, output }) => [
      session,
      line,
      request.output ? [source, output] : source,
    ]);
  }

  #select(request: HistoryRequest): HistoryLine[] {
    switch (request.hist_access_type) {
      case "tail":
        return last(this.#lines, request.n);
      case "range": {
        const session =
          request.session > 0
            ? request.session
            : this.#session + request.session;
        const { start, stop = Infinity } = request;
        return this.#lines.filter(
          (line) =>
            line.session === session && line.line >= start && line.line < stop,
        );
      }
      case "search": {
        const pattern = globToRegExp(request.pattern);
        const found = this.#lines.filter((line) => pattern.test(line.source));
        return last(
          request.unique ? newestOfEach(found) : found,
          request.n ?? found.length,
        );
      }
    }
  }
}

function last<T>(items: T[], count: number): T[] {
  return count > 0 ? items.slice(-count) : [];
}

function newestOfEach(lines: HistoryLine[]): HistoryLine[] {
  const newest = new Map(lines.map((line) => [line.source, line]));
  return lines.filter((line) => newest.get(line.source) === line);
}

function globToRegExp(glob: string): RegExp {
  const source = glob.replaceAll(/[\\^$.*+?()[\]{}|]/g, (character) => {
    if (character === "*") return ".*";
    return character === "?" ? "." : `\\${character}`;
  });
  return new RegExp(`^${source}$`, "s");
}
