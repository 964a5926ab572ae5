import { Buffer } from "node:buffer";
import {
  mostStreamBytes,
  partFrames,
  streamFrame,
  writeStreamFrame,
} from "../wire/frames.ts";
import { notePassed } from "../wire/young-garbage.ts";

/**
 * A byte queue from the runtime's main thread to its helper, in shared memory.
 * It carries output while the main thread spins, costs no message per line, and makes the writer wait when the reader
 * falls behind, so memory stays flat however much a cell prints.
 *
 * Invariants: `written - read` (modulo 2^32) bytes wait, at most `capacity`, and they are whole frames; only the main
 * thread writes, only the helper reads. Stop, a timeout of `vm` and a full stack cut the writer at any instruction.
 * So a frame is put where nobody reads yet and counts only by the one store of `written` after it: the next writer
 * overwrites what a cut left. And a reader that sleeps is woken first and taken for woken after: a cut in between wakes twice.
 */
const capacity = 1 << 20;
const controlBytes = 64;
/** `sleeps` is odd while the reader sleeps, and another number each time. */
const slot = {
  written: 0,
  read: 1,
  sleeps: 2,
  interruptSeen: 3,
  flushed: 4,
  interruptOver: 6,
  letGo: 7,
};
/** Counts answers to questions, see input.ts. */
export const inputSlot = 5;
/** Where both threads agree on a cut, see cut.ts. */
export const cutSlot = 8;

/** Longer text and messages go in pieces, so that the reader works beside the writer. */
const pieceBytes = capacity / 4;

/** The line takes so much as one piece or not at all: a cut between two halves would leave the host with one. */
const wholeBytes = 4096;

// Cells may replace globals; the ring goes on with the real ones.
const { add, load, store, wait, notify } = Atomics;

export interface SharedRing {
  control: Int32Array;
  bytes: Uint8Array;
}

export function createRing(): SharedRing {
  const memory = new SharedArrayBuffer(controlBytes + capacity);
  const control = new Int32Array(memory, 0, controlBytes / 4);
  control[slot.sleeps] = 1;
  return { control, bytes: new Uint8Array(memory, controlBytes) };
}

export class RingWriter {
  readonly #target: Buffer;
  /** The sleep from which the reader was woken last. */
  #woken = 0;

  readonly #ring: SharedRing;
  /** Makes the helper read; called when it sleeps. */
  readonly #wake: () => void;
  /** Writes to the host as much as it takes at once, and says how much that was. */
  readonly #tryWrite: (bytes: Uint8Array) => number;

  constructor(
    ring: SharedRing,
    wake: () => void,
    tryWrite: (bytes: Uint8Array) => number,
  ) {
    this.#ring = ring;
    this.#wake = wake;
    this.#tryWrite = tryWrite;

    const { buffer, byteOffset, length } = ring.bytes;
    this.#target = Buffer.from(buffer as ArrayBuffer, byteOffset, length);
  }

  /** A frame of text, made in its place when there is room for it in one piece. Waits for room when the queue is full. */
  writeText(kind: 1 | 2, cell: number, text: string): void {
    const { control } = this.#ring;
    const written = load(control, slot.written);
    const start = written & (capacity - 1);
    const room = capacity - ((written - load(control, slot.read)) >>> 0);
    if (mostStreamBytes(text) > Math.min(room, capacity - start))
      return this.#writePieces(kind, cell, text);
    const size = writeStreamFrame(
      this.#target,
      start,
      kind,
      cell,
      text,
      capacity,
    );
    store(control, slot.written, (written + size) | 0);
    this.#wakeReader();
  }

  #writePieces(kind: 1 | 2, cell: number, text: string): void {
    const most = pieceBytes / 4;
    for (let start = 0, end = 0; start < text.length; start = end) {
      end = Math.min(start + most, text.length);
      // Halves of a surrogate pair stay together.
      if (isHighSurrogate(text.charCodeAt(end - 1)) && end < text.length) end--;
      this.#put(streamFrame(kind, cell, text.slice(start, end)));
    }
  }

  /** Waits for room when the queue is full. */
  write(frame: Uint8Array): void {
    notePassed(frame.length);
    if (frame.length <= pieceBytes) return this.#put(frame);
    for (const part of partFrames(frame, pieceBytes)) this.#put(part);
  }

  /** Past the queue and the helper, which it saves waking, unless something waits there: for a word that is waited for. */
  writeAtOnce(frame: Uint8Array): void {
    const { control } = this.#ring;
    const isEmpty = load(control, slot.flushed) === load(control, slot.written);
    const sent =
      isEmpty && frame.length <= wholeBytes ? this.#tryWrite(frame) : 0;
    if (sent === 0) this.write(frame);
    // Not on Linux.
    else if (sent < frame.length) this.#put(frame.subarray(sent));
  }

  /** Waits until the helper has handed everything to the host; for the end of the process. */
  flush(timeoutMs: number): void {
    const { control } = this.#ring;
    const end = Date.now() + timeoutMs;
    for (;;) {
      const flushed = load(control, slot.flushed);
      if (flushed === load(control, slot.written)) return;
      const left = end - Date.now();
      if (left <= 0) return;
      this.#wakeReader();
      wait(control, slot.flushed, flushed, Math.min(left, 20));
    }
  }

  /** The main thread has taken a Stop. @param over whether all that it stops has ended */
  acknowledgeInterrupt(request: number, over: boolean): void {
    const { control } = this.#ring;
    store(control, slot.interruptSeen, request);
    if (over) store(control, slot.interruptOver, request);
  }

  /** The newest Stop that has ended processes which the main thread had started, or let a task go on that stood still. */
  get letGo(): number {
    return load(this.#ring.control, slot.letGo);
  }

  /** @param frame at most `capacity` bytes */
  #put(frame: Uint8Array): void {
    const written = this.#waitForRoom(frame.length);
    const start = written & (capacity - 1);
    const first = Math.min(frame.length, capacity - start);
    this.#target.set(frame.subarray(0, first), start);
    this.#target.set(frame.subarray(first), 0);
    store(this.#ring.control, slot.written, (written + frame.length) | 0);
    this.#wakeReader();
  }

  #waitForRoom(size: number): number {
    const { control } = this.#ring;
    for (;;) {
      const written = load(control, slot.written);
      const read = load(control, slot.read);
      if (capacity - ((written - read) >>> 0) >= size) return written;
      this.#wakeReader();
      wait(control, slot.read, read, 100);
    }
  }

  #wakeReader(): void {
    const sleep = load(this.#ring.control, slot.sleeps);
    if (sleep % 2 === 0 || sleep === this.#woken) return;
    this.#wake();
    this.#woken = sleep;
  }
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

export class RingReader {
  readonly #ring: SharedRing;

  constructor(ring: SharedRing) {
    this.#ring = ring;
  }

  /**
   * The bytes that wait, where they stand, up to the end of the memory: the writer keeps off until they are released.
   * @returns undefined when there are none
   */
  waiting(): Uint8Array | undefined {
    const { control, bytes } = this.#ring;
    const read = load(control, slot.read);
    const size = (load(control, slot.written) - read) >>> 0;
    if (size === 0) return undefined;
    const start = read & (capacity - 1);
    return bytes.subarray(start, Math.min(start + size, capacity));
  }

  /** So many of the bytes that wait are done with: there is room for others. */
  release(size: number): void {
    const { control } = this.#ring;
    store(control, slot.read, (load(control, slot.read) + size) | 0);
    notify(control, slot.read);
  }

  /** Says that the next write must wake the reader. Returns false if bytes came in the meantime: read on. */
  sleep(): boolean {
    const { control } = this.#ring;
    add(control, slot.sleeps, 1);
    if (load(control, slot.written) === load(control, slot.read)) return true;
    add(control, slot.sleeps, 1);
    return false;
  }

  /** After a sleep: nobody needs to wake the reader. */
  wakeUp(): void {
    add(this.#ring.control, slot.sleeps, 1);
  }

  /** Everything up to this count of bytes has left the process. */
  markFlushed(count: number): void {
    store(this.#ring.control, slot.flushed, count | 0);
    notify(this.#ring.control, slot.flushed);
  }

  /** Said before it is done: code that waits for them can run on by their end. */
  noteLetGo(request: number): void {
    store(this.#ring.control, slot.letGo, request);
  }

  /** The newest Stop that the main thread has taken. */
  get interruptSeen(): number {
    return load(this.#ring.control, slot.interruptSeen);
  }

  /** The newest Stop after which nothing runs any more of what it was to stop. */
  get interruptOver(): number {
    return load(this.#ring.control, slot.interruptOver);
  }
}
