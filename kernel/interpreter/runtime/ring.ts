import { Buffer } from "node:buffer";
import { mostStreamBytes, streamFrame, writeStreamFrame } from "../frames.ts";

/**
 * A byte queue from the runtime's main thread to its helper, in shared memory.
 * It carries output while the main thread spins, costs no message per line, and makes the writer wait when the reader
 * falls behind, so memory stays flat however much a cell prints.
 * Invariant: `written - read` (modulo 2^32) bytes wait, at most `capacity`; only the main thread writes, only the helper reads.
 */
const capacity = 1 << 20;
const controlBytes = 32;
const slot = { written: 0, read: 1, awake: 2, interruptSeen: 3, flushed: 4 };
/** Counts answers to questions, see input.ts. */
export const inputSlot = 5;

// Cells may replace globals; the ring goes on with the real ones.
const { load, store, exchange, wait, notify } = Atomics;

export interface SharedRing {
  control: Int32Array;
  bytes: Uint8Array;
}

export function createRing(): SharedRing {
  const memory = new SharedArrayBuffer(controlBytes + capacity);
  return {
    control: new Int32Array(memory, 0, controlBytes / 4),
    bytes: new Uint8Array(memory, controlBytes),
  };
}

export class RingWriter {
  readonly #target: Buffer;

  constructor(
    private readonly ring: SharedRing,
    /** Makes the helper read; called only when it is not reading already. */
    private readonly wake: () => void,
    /** Writes to the host as much as it takes at once, and says how much that was. */
    private readonly tryWrite: (bytes: Uint8Array) => number,
  ) {
    const { buffer, byteOffset, length } = ring.bytes;
    this.#target = Buffer.from(buffer as ArrayBuffer, byteOffset, length);
  }

  /** A frame of text, made in its place when there is room for it in one piece. */
  writeText(kind: 1 | 2, cell: number, text: string): void {
    const { control } = this.ring;
    const written = load(control, slot.written);
    const start = written & (capacity - 1);
    const room = capacity - ((written - load(control, slot.read)) >>> 0);
    if (mostStreamBytes(text) > Math.min(room, capacity - start))
      return this.write(streamFrame(kind, cell, text));
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

  /** Waits for room when the queue is full. */
  write(frame: Uint8Array): void {
    const { control, bytes } = this.ring;
    for (let offset = 0; offset < frame.length;) {
      const written = load(control, slot.written);
      const read = load(control, slot.read);
      const room = capacity - ((written - read) >>> 0);
      if (room === 0) {
        this.#wakeReader();
        wait(control, slot.read, read, 100);
        continue;
      }
      const start = written & (capacity - 1);
      const size = Math.min(room, frame.length - offset, capacity - start);
      bytes.set(
        size === frame.length ? frame : frame.subarray(offset, offset + size),
        start,
      );
      store(control, slot.written, (written + size) | 0);
      offset += size;
    }
    this.#wakeReader();
  }

  /** Past the queue and the helper, which it saves waking, unless something waits there: for a word that is waited for. */
  writeAtOnce(frame: Uint8Array): void {
    const { control } = this.ring;
    const isEmpty = load(control, slot.flushed) === load(control, slot.written);
    const sent = isEmpty ? this.tryWrite(frame) : 0;
    if (sent < frame.length) this.write(frame.subarray(sent));
  }

  /** Waits until the helper has handed everything to the host; for the end of the process. */
  flush(timeoutMs: number): void {
    const { control } = this.ring;
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

  acknowledgeInterrupt(request: number): void {
    store(this.ring.control, slot.interruptSeen, request);
  }

  #wakeReader(): void {
    if (exchange(this.ring.control, slot.awake, 1) === 0) this.wake();
  }
}

export class RingReader {
  constructor(private readonly ring: SharedRing) {}

  /** The bytes that wait, copied out; undefined when there are none. */
  read(): Buffer | undefined {
    const { control, bytes } = this.ring;
    const read = load(control, slot.read);
    const waiting = (load(control, slot.written) - read) >>> 0;
    if (waiting === 0) return undefined;
    const start = read & (capacity - 1);
    const size = Math.min(waiting, capacity - start);
    const chunk = Buffer.from(bytes.slice(start, start + size).buffer);
    store(control, slot.read, (read + size) | 0);
    notify(control, slot.read);
    return chunk;
  }

  /** Says that the next write must wake the reader. Returns false if bytes came in the meantime: read on. */
  sleep(): boolean {
    const { control } = this.ring;
    store(control, slot.awake, 0);
    if (load(control, slot.written) === load(control, slot.read)) return true;
    return exchange(control, slot.awake, 1) === 1;
  }

  /** Everything up to this count of bytes has left the process. */
  markFlushed(count: number): void {
    store(this.ring.control, slot.flushed, count | 0);
    notify(this.ring.control, slot.flushed);
  }

  get interruptSeen(): number {
    return load(this.ring.control, slot.interruptSeen);
  }
}
