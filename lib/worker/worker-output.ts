import { writeSync } from "node:fs";
import { perThread } from "../platform/per-thread.ts";
import { findNotebook } from "../notebook.ts";

/**
 * How text of a worker reaches the cell that started the task, also while the notebook's main thread computes: each
 * write goes straight to a descriptor that the kernel's host reads.
 *
 *     frame   u32le length of the rest | u8 stream: 1 stdout, 2 stderr | u32le cell | UTF-8 text
 *
 * A frame has at most 4096 bytes, the size up to which writes of several processes to one pipe do not mix.
 */
const maxFrame = 4096;
const headerSize = 9;

export type StreamNumber = 1 | 2;

/** In a worker: where its output goes and which cell it belongs to. The task that runs sets the cell. */
export const workerOutput = perThread("output", () => ({
  fd: undefined as number | undefined,
  cell: 0,
}));

/** The descriptor for output frames: the notebook's, or in a worker its notebook's; undefined in plain Node. */
export function outputFd(): number | undefined {
  return findNotebook()?.outputFd ?? workerOutput.fd;
}

/** The cell that work started now belongs to; 0 in plain Node. */
export function currentCell(): number {
  return findNotebook()?.currentCell ?? workerOutput.cell;
}

/** In a worker: sends what is written to stdout and stderr, `console` included, to the cell. */
export function redirectToCell(fd: number): void {
  workerOutput.fd = fd;
  for (const [name, stream] of streams) {
    redirect(name, (text) => {
      for (const frame of toFrames(stream, workerOutput.cell, text)) {
        writeFully(fd, frame);
      }
    });
  }
}

/**
 * In a thread of a plain program: writes at once. Node's own way goes through the main thread, which may be busy, or may
 * end the program before it gets there.
 */
export function writeDirectly(): void {
  for (const [name, stream] of streams) {
    redirect(name, (text) => writeFully(stream, text));
  }
}

const streams: ["stdout" | "stderr", StreamNumber][] = [
  ["stdout", 1],
  ["stderr", 2],
];

/** The frames of a text. */
export function* toFrames(
  stream: StreamNumber,
  cell: number,
  text: Uint8Array,
): Generator<Uint8Array> {
  for (let start = 0; start < text.length;) {
    const end = cut(text, start, start + maxFrame - headerSize);
    const frame = Buffer.allocUnsafe(headerSize + end - start);
    frame.writeUInt32LE(frame.length - 4, 0);
    frame.writeUInt8(stream, 4);
    frame.writeUInt32LE(cell, 5);
    frame.set(text.subarray(start, end), headerSize);
    yield frame;
    start = end;
  }
}

/** The last place up to `end` where no code point is torn. */
function cut(text: Uint8Array, start: number, end: number): number {
  if (end >= text.length) return text.length;
  let at = end;
  // 10xxxxxx continues a code point. Bytes that are no UTF-8 are cut anywhere.
  while (at > end - 4 && ((text[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at > start && ((text[at] ?? 0) & 0xc0) !== 0x80 ? at : end;
}

function redirect(
  name: "stdout" | "stderr",
  put: (text: Uint8Array) => void,
): void {
  const descriptor = Object.getOwnPropertyDescriptor(process, name);
  let target: NodeJS.WriteStream | undefined;
  // Node makes these streams when first asked for, which takes milliseconds: a task that prints nothing need not pay.
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (target === undefined) {
        target = descriptor?.get?.call(process) as NodeJS.WriteStream;
        target.write = makeWrite(put);
      }
      return target;
    },
  });
}

function makeWrite(
  put: (text: Uint8Array) => void,
): NodeJS.WriteStream["write"] {
  return (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const name = typeof encoding === "string" ? encoding : "utf8";
    put(typeof chunk === "string" ? Buffer.from(chunk, name) : chunk);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback !== undefined) process.nextTick(callback);
    return true;
  };
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes all of it, also into a pipe that is full and does not block. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The pipe is full and does not block: the reader will catch up.
      if (code === "EAGAIN") Atomics.wait(pause, 0, 0, 1);
      // The reader is gone: there is nobody left to tell.
      else if (code === "EPIPE") return;
      else throw error;
    }
  }
}
