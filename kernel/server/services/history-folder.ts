import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { HistoryArchive, HistoryLine } from "./session-history.ts";

/** Files of a user's sessions together, and one of them. */
export interface HistoryLimits {
  allBytes: number;
  sessionBytes: number;
}

const defaults: HistoryLimits = {
  allBytes: 4_000_000,
  sessionBytes: 1_000_000,
};

/** Not more digits than are counted exactly. */
const pattern = /^(\d{1,15})\.jsonl$/;

/**
 * Keeps the cells of all sessions of a user: a file per session, `000042.jsonl`, a cell a line. Kernels that run at the
 * same time don't meet: each writes to its own file, whose name it got by being the first to create it. When the files
 * grow beyond the limits, the oldest go.
 */
export class HistoryFolder implements HistoryArchive {
  readonly #folder: string;
  readonly #warn: (line: string) => void;
  readonly #limits: HistoryLimits;
  #state: "closed" | "open" | "failed" = "closed";
  #session = 0;
  #ownBytes = 0;

  /** @param warn told, once, why nothing is kept */
  constructor(folder: string, warn: (line: string) => void, limits = defaults) {
    this.#folder = folder;
    this.#warn = warn;
    this.#limits = limits;
  }

  open(): number {
    this.#session = this.#newest() + 1;
    this.#try(() => {
      // What people type may be a secret: for their eyes only.
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      while (!this.#create()) this.#session++;
      this.#state = "open";
      this.#dropOldest();
    });
    return this.#session;
  }

  keep(line: HistoryLine): void {
    if (this.#state !== "open") return;
    const text = toText(line);
    this.#try(() => {
      appendFileSync(this.#path(this.#session), text, { mode: 0o600 });
      this.#ownBytes += Buffer.byteLength(text);
      if (this.#ownBytes > this.#limits.sessionBytes) this.#dropOwnOldest();
    });
  }

  read(): HistoryLine[] {
    return this.#sessions()
      .filter((session) => session !== this.#session)
      .flatMap((session) => this.#read(session));
  }

  /** Whether this kernel is the first to take the number. */
  #create(): boolean {
    try {
      closeSync(openSync(this.#path(this.#session), "wx", 0o600));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }

  /** Numbers of the sessions that have a file, ascending. */
  #sessions(): number[] {
    try {
      return readdirSync(this.#folder)
        .flatMap((name) => pattern.exec(name)?.[1] ?? [])
        .map(Number)
        .sort((one, other) => one - other);
    } catch {
      // There is no folder before the first cell.
      return [];
    }
  }

  #newest(): number {
    return this.#sessions().at(-1) ?? 0;
  }

  #read(session: number): HistoryLine[] {
    let text: string;
    try {
      text = readPlainFile(this.#path(session), this.#limits.allBytes);
    } catch {
      // Another kernel found it too old.
      return [];
    }
    return text.split("\n").flatMap((line) => parseLine(line, session));
  }

  #dropOldest(): void {
    let bytes = 0;
    for (const session of this.#sessions().reverse()) {
      bytes +=
        statSync(this.#path(session), { throwIfNoEntry: false })?.size ?? 0;
      if (bytes > this.#limits.allBytes && session !== this.#session)
        rmSync(this.#path(session), { force: true });
    }
  }

  /** Leaves the newer half of this session. */
  #dropOwnOldest(): void {
    const lines = this.#read(this.#session).map(toText);
    this.#ownBytes = 0;
    const kept: string[] = [];
    for (const line of lines.reverse()) {
      this.#ownBytes += Buffer.byteLength(line);
      if (this.#ownBytes > this.#limits.sessionBytes / 2) break;
      kept.unshift(line);
    }
    const path = this.#path(this.#session);
    writeFileSync(`${path}.new`, kept.join(""), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  #path(session: number): string {
    return join(this.#folder, `${String(session).padStart(6, "0")}.jsonl`);
  }

  /** A full disk or a folder that is read-only costs the history, not the cell. */
  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#state = "failed";
      this.#warn(
        `the history is not kept: ${(error as Error).message}. It ends with this session`,
      );
    }
  }
}

/**
 * The text of a file, up to a size. Of what lies in a folder under a file's name, a FIFO would keep the kernel waiting for
 * ever, and a link to a device would fill its memory.
 */
function readPlainFile(path: string, mostBytes: number): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const about = fstatSync(file);
    if (!about.isFile()) return "";
    const bytes = Buffer.alloc(Math.min(about.size, mostBytes));
    const read = readSync(file, bytes, 0, bytes.length, 0);
    return bytes.toString("utf8", 0, read);
  } finally {
    closeSync(file);
  }
}

function toText({ line, source, output }: HistoryLine): string {
  return `${JSON.stringify([line, source, output])}\n`;
}

/** @returns nothing for a line that was cut off, e.g. by a full disk */
function parseLine(text: string, session: number): HistoryLine[] {
  try {
    const [line, source, output] = JSON.parse(text) as unknown[];
    if (typeof line !== "number" || typeof source !== "string") return [];
    return [
      {
        session,
        line,
        source,
        output: typeof output === "string" ? output : null,
      },
    ];
  } catch {
    return [];
  }
}
