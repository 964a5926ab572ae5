import { writeSync } from "node:fs";
import { MemoryClaims, readNext, type HomeClaims } from "./claims.ts";
import type { Task } from "./task.ts";
import { UnnamedFile } from "./unnamed-file.ts";

const record = 4;

/** For a worker process: two descriptors of one file share the place at which both read on, and a read takes it on in one step. */
export class FileClaims implements HomeClaims {
  readonly #file = new UnnamedFile();
  #written = 0;
  readonly #bytes = Buffer.alloc(record);

  get forWorker(): number {
    return this.#file.descriptor;
  }

  add(ids: readonly number[]): boolean {
    const bytes = Buffer.alloc(ids.length * record);
    for (const [at, id] of ids.entries())
      bytes.writeUInt32LE(id >>> 0, at * record);
    try {
      if (
        writeSync(this.forWorker, bytes, 0, bytes.length, this.#written) <
        bytes.length
      )
        return false;
    } catch {
      // The disk is full: nothing is sent ahead then.
      return false;
    }
    this.#written += bytes.length;
    return true;
  }

  take(): number | undefined {
    return readNext(this.forWorker, this.#bytes);
  }

  reset(): void {
    this.#file.free(this.#written);
  }

  close(): void {
    this.#file.close();
  }
}

/** @returns undefined where there can be none: tasks are not sent ahead then */
export function makeClaims(sharesMemory: boolean): HomeClaims | undefined {
  if (sharesMemory) return new MemoryClaims();
  try {
    return new FileClaims();
  } catch {
    return undefined;
  }
}

/** By which the line of claims knows a task: 32 bits of its id. */
export function numberOf(task: Task): number {
  return task.id >>> 0;
}

/** Of all that it stands for. */
export function numbersOf(task: Task): number[] {
  const { id, bundle } = task;
  if (bundle === undefined) return [numberOf(task)];
  return Array.from({ length: bundle.size }, (_, at) => (id + at) >>> 0);
}
