import {
  closeSync,
  ftruncateSync,
  openSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryClaims, readNext, type HomeClaims } from "./claims.ts";
import type { Task } from "./task.ts";

const record = 4;
/** A file of this size is emptied when its worker is idle. */
const largeBytes = 1_000_000;

/** For a worker process: two descriptors of one file share the place at which both read on, and a read takes it on in one step. */
export class FileClaims implements HomeClaims {
  readonly forWorker: number;
  #written = 0;
  #freed = 0;
  readonly #bytes = Buffer.alloc(record);

  /** @throws when there is no room for a file, or no right to make one */
  constructor() {
    const path = join(
      tmpdir(),
      `romanesco-${process.pid}-${Math.random().toString(36).slice(2)}`,
    );
    this.forWorker = openSync(path, "wx+", 0o600);
    unlinkSync(path);
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

  /** Of the file nothing is left but its length: what is written from here on takes no more room. */
  reset(): void {
    if (this.#written - this.#freed < largeBytes) return;
    ftruncateSync(this.forWorker, 0);
    this.#freed = this.#written;
  }

  close(): void {
    closeSync(this.forWorker);
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
