import { readSync } from "node:fs";
import { groupRecords, wholeRecords } from "./answers.ts";
import type { Task } from "./task.ts";
import { UnnamedFile } from "./unnamed-file.ts";

/** Home's end of the file that a worker writes its answers to, see `answers.ts`. */
export class AnswerLog {
  readonly #file = new UnnamedFile();
  #place = 0;
  readonly #buffer = Buffer.allocUnsafe(64 * 1024);

  /** For the worker, whose writes go on where the last one ended. */
  get forWorker(): number {
    return this.#file.descriptor;
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

  /** All is read, and the worker is idle. */
  reset(): void {
    this.#file.free(this.#place);
  }

  close(): void {
    this.#file.close();
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
