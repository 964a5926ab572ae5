import { readSync } from "node:fs";

/**
 * The line of tasks that a worker was sent ahead of time. Both sides take numbers of tasks from its front, each number goes to
 * one of them, and who has the number has the task: so home can take back what the worker has not begun, also from one
 * that computes and hears nothing.
 *
 *     home     add(ids), then sends the tasks          takes ids of tasks that it wants back
 *     worker   takes the next id before each task, and leaves out those before it
 *
 * Threads share memory for it; processes share a file and the place up to which it is read.
 */
export interface Claims {
  /** The next task's number, which nobody else gets then; undefined when the line is empty. */
  take(): number | undefined;
}

/** Memory that home and a thread share. */
export type ClaimCells = Int32Array<SharedArrayBuffer>;

/** Home's end. */
export interface HomeClaims extends Claims {
  /** For the worker's start message. */
  readonly forWorker: ClaimCells | number;
  /** @returns whether there was room for them */
  add(ids: readonly number[]): boolean;
  /** Nothing is in the line, and the worker is idle. */
  reset(): void;
  close(): void;
}

const ring = 1024;
const head = 0;
const tail = 1;
const first = 2;

/** For a worker thread. */
export class MemoryClaims implements HomeClaims {
  readonly forWorker: ClaimCells;

  constructor(
    cells: ClaimCells = new Int32Array(
      new SharedArrayBuffer((first + ring) * Int32Array.BYTES_PER_ELEMENT),
    ),
  ) {
    this.forWorker = cells;
  }

  add(ids: readonly number[]): boolean {
    const cells = this.forWorker;
    const end = Atomics.load(cells, tail);
    const used = (end - Atomics.load(cells, head)) | 0;
    if (used + ids.length > ring) return false;
    for (const [at, id] of ids.entries()) {
      Atomics.store(cells, first + ((end + at) & (ring - 1)), id | 0);
    }
    Atomics.store(cells, tail, (end + ids.length) | 0);
    return true;
  }

  take(): number | undefined {
    const cells = this.forWorker;
    for (;;) {
      const at = Atomics.load(cells, head);
      if (at === Atomics.load(cells, tail)) return undefined;
      const id = Atomics.load(cells, first + (at & (ring - 1)));
      const next = (at + 1) | 0;
      if (Atomics.compareExchange(cells, head, at, next) === at)
        return id >>> 0;
    }
  }

  reset(): void {}

  close(): void {}
}

const recordBytes = 4;

/** Reads the next number from where the last read of any process ended. */
export function readNext(fd: number, into: Buffer): number | undefined {
  return readSync(fd, into, 0, recordBytes, null) === recordBytes
    ? into.readUInt32LE()
    : undefined;
}

/** The worker's end. */
export class WorkerClaims {
  readonly #claims: Claims;
  /** Taken, and its task still to come. */
  #next: number | undefined;

  constructor(shared: ClaimCells | number) {
    if (typeof shared === "number") {
      const bytes = Buffer.alloc(recordBytes);
      this.#claims = { take: () => readNext(shared, bytes) };
    } else this.#claims = new MemoryClaims(shared);
  }

  /** Tasks come in the line's order. @returns whether it is this worker's to run; else home took it back */
  begin(id: number): boolean {
    this.#next ??= this.#claims.take();
    if (this.#next !== id >>> 0) return false;
    this.#next = undefined;
    return true;
  }
}
