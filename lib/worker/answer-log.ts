import {
  closeSync,
  ftruncateSync,
  openSync,
  readSync,
  unlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { groupRecords, wholeRecords } from "./answers.ts";
import type { Task } from "./task.ts";

/** A file of this size is emptied when its worker is idle. */
const largeBytes = 1_000_000;

/** Home's end of the file that a worker writes its answers to, see `answers.ts`. */
export class AnswerLog {
  /** For the worker, whose writes go on where the last one ended. */
  readonly forWorker: number;
  #place = 0;
  #freed = 0;
  readonly #buffer = Buffer.allocUnsafe(64 * 1024);

  /** @throws when there is no room for a file, or no right to make one */
  constructor() {
    const path = join(
      tmpdir(),
      `romanesco-${process.pid}-${Math.random().toString(36).slice(2)}`,
    );
    this.forWorker = openSync(path, "wx+", 0o600);
    unlinkSync(path);
  }

  /**
   * Tells the bundles among a worker's tasks what it has noted since the last time.
   * @param worker its number
   */
  tell(tasks: readonly Task[], worker: number): void {
    const bundles = tasks.filter(({ bundle }) => bundle !== undefined);
    const ownerOf = (number: number): Task | undefined =>
      bundles.find(({ id, bundle }) => (number - id) >>> 0 < bundle!.size);
    for (const { owner, bytes, ...last } of groupRecords(this.#read(), ownerOf))
      owner?.bundle?.hear(bytes, last.count, last.ended, worker);
  }

  /** @returns whole records; nobody else has their memory */
  #read(): Buffer {
    const parts: Buffer[] = [];
    for (;;) {
      const buffer = this.#buffer;
      const { forWorker } = this;
      const length = readSync(forWorker, buffer, 0, buffer.length, this.#place);
      const whole = wholeRecords(buffer.subarray(0, length));
      if (whole === 0) break;
      parts.push(Buffer.from(buffer.subarray(0, whole)));
      this.#place += whole;
      if (length < buffer.length) break;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  /** All is read, and the worker is idle. Of the file nothing is left but its length: what is written from here on takes no more room. */
  reset(): void {
    if (this.#place - this.#freed < largeBytes) return;
    ftruncateSync(this.forWorker, 0);
    this.#freed = this.#place;
  }

  close(): void {
    closeSync(this.forWorker);
  }
}

/** @returns undefined where there can be none */
export function makeAnswerLog(): AnswerLog | undefined {
  try {
    return new AnswerLog();
  } catch {
    return undefined;
  }
}
