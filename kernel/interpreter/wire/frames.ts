import { Buffer } from "node:buffer";
import { DefaultSerializer, deserialize, Serializer } from "node:v8";
import { ownBytes } from "./own-bytes.ts";
import { isTooDeep, MOST_DEPTH } from "../../display/json-limits.ts";

/**
 * Host and runtime speak in frames: u32 length of the rest, u8 kind, payload (little endian).
 * A stream's payload is the u32 number of its cell and UTF-8 text; a message's is what `v8.serialize` makes. A large
 * message comes in parts, one behind the other: u32 number of the message, u8 whether it is the last, its bytes. A
 * message whose writer was cut off lacks its last part: whatever comes instead, the reader drops it.
 */
export const FrameKind = { message: 0, stdout: 1, stderr: 2, part: 3 } as const;

const headerBytes = 5;
const noHeader = new Uint8Array(headerBytes);
const cellBytes = 4;
const partBytes = 5;

/** A message wraps what it carries in a few objects of its own. */
const mostDepth = MOST_DEPTH + 10;

/** With its methods as they were before the first cell, whatever a cell makes of them. */
class OwnSerializer extends DefaultSerializer {}
Object.defineProperties(OwnSerializer.prototype, {
  ...Object.getOwnPropertyDescriptors(Serializer.prototype),
  ...Object.getOwnPropertyDescriptors(DefaultSerializer.prototype),
});

/** @throws RangeError for what nests so deep that it can be written and not read again */
export function messageFrame(message: object): Uint8Array {
  if (isTooDeep(message, mostDepth))
    throw new RangeError(
      `this nests deeper than ${MOST_DEPTH} levels, which front ends can't read`,
    );
  const serializer = new OwnSerializer();
  serializer.writeRawBytes(noHeader);
  serializer.writeHeader();
  serializer.writeValue(message);
  const frame = ownBytes(serializer.releaseBuffer());
  writeU32(frame, 0, frame.length - 4);
  frame[4] = FrameKind.message;
  return frame;
}

let cutMessages = 0;

/**
 * The same message in frames of at most so many bytes.
 * @param frame of {@link messageFrame}
 */
export function* partFrames(
  frame: Uint8Array,
  mostBytes: number,
): Generator<Buffer> {
  const number = ++cutMessages;
  const step = mostBytes - headerBytes - partBytes;
  for (let start = headerBytes; start < frame.length; start += step) {
    const piece = frame.subarray(start, start + step);
    const part = Buffer.allocUnsafe(headerBytes + partBytes + piece.length);
    writeU32(part, 0, 1 + partBytes + piece.length);
    part[4] = FrameKind.part;
    writeU32(part, headerBytes, number);
    part[headerBytes + 4] = start + step >= frame.length ? 1 : 0;
    part.set(piece, headerBytes + partBytes);
    yield part;
  }
}

/** What `write` calls after it has checked the offset, which takes longer than writing a line. */
const writeUtf8 = Function.prototype.call.bind(
  (Buffer.prototype as { utf8Write?: Buffer["write"] }).utf8Write ??
    Buffer.prototype.write,
) as (target: Buffer, text: string, offset: number, length: number) => number;

export function streamFrame(
  kind: 1 | 2,
  cell: number,
  text: string,
): Uint8Array {
  const bytes = headerBytes + cellBytes + Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(bytes);
  writeStreamFrame(frame, 0, kind, cell, text, bytes);
  return ownBytes(frame);
}

/** As many bytes as a frame of this text may take. */
export function mostStreamBytes(text: string): number {
  return headerBytes + cellBytes + 3 * text.length;
}

/**
 * @param end how long the target is
 * @returns the bytes that it took
 */
export function writeStreamFrame(
  target: Buffer,
  offset: number,
  kind: 1 | 2,
  cell: number,
  text: string,
  end: number,
): number {
  const start = offset + headerBytes + cellBytes;
  const bytes = writeUtf8(target, text, start, end - start);
  writeU32(target, offset, 1 + cellBytes + bytes);
  target[offset + 4] = kind;
  writeU32(target, offset + headerBytes, cell);
  return headerBytes + cellBytes + bytes;
}

function writeU32(target: Uint8Array, offset: number, value: number): void {
  target[offset] = value;
  target[offset + 1] = value >>> 8;
  target[offset + 2] = value >>> 16;
  target[offset + 3] = value >>> 24;
}

export interface FrameHandler {
  /** @param payload valid during the call only */
  message(payload: Buffer): void;
  stream(name: "stdout" | "stderr", cell: number, text: string): void;
}

/** What begins to come gets so much memory at first, and twice as much each time that is full: a length may be a lie. */
const firstBytes = 1 << 20;

/** Cuts a byte stream back into frames. Text of one stream and cell that lies side by side is handed on as one. */
export class FrameReader {
  /** Where a frame that is not whole yet is put together. */
  #kept: Buffer = Buffer.alloc(0);
  #keptBytes = 0;
  #wantedBytes = headerBytes;
  #text: { kind: number; cell: number; parts: string[] } | undefined;
  /** A message that comes in parts. */
  #large: { number: number; parts: Buffer[] } | undefined;

  readonly #handler: FrameHandler;
  readonly #reuses: boolean;

  /** @param options.reuses a handler keeps nothing of a payload, so that the next frame can take its place (default: it may) */
  constructor(handler: FrameHandler, { reuses = false } = {}) {
    this.#handler = handler;
    this.#reuses = reuses;
  }

  /** @param chunk if the reader reuses its memory, valid during the call only */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (this.#keptBytes > 0 && rest.length > 0) rest = this.#complete(rest);
    if (this.#keptBytes === 0) this.#keep(this.#readFrames(rest));
    this.#flushText();
  }

  /** Adds to the frame that is not whole yet, and hands it on when it is. Returns what comes behind it. */
  #complete(chunk: Buffer): Buffer {
    this.#makeRoom(this.#keptBytes + 1);
    const end = Math.min(this.#kept.length, this.#wantedBytes);
    const taken = chunk.copy(
      this.#kept,
      this.#keptBytes,
      0,
      end - this.#keptBytes,
    );
    this.#keptBytes += taken;
    if (this.#keptBytes === this.#wantedBytes) {
      const whole = this.#kept.subarray(0, this.#keptBytes);
      this.#keptBytes = 0;
      // Of a header alone, the header is left.
      this.#keep(this.#readFrames(whole));
    }
    return chunk.subarray(taken);
  }

  #keep(rest: Buffer): void {
    if (!this.#reuses || this.#kept.length > firstBytes)
      this.#kept = Buffer.alloc(0);
    if (rest.length === 0) return;
    this.#makeRoom(rest.length);
    rest.copy(this.#kept);
    this.#keptBytes = rest.length;
  }

  #makeRoom(bytes: number): void {
    if (this.#kept.length >= bytes) return;
    const room = Math.min(this.#wantedBytes, Math.max(firstBytes, 2 * bytes));
    const larger = Buffer.allocUnsafeSlow(room);
    this.#kept.copy(larger, 0, 0, this.#keptBytes);
    this.#kept = larger;
  }

  #readFrames(bytes: Buffer): Buffer {
    let rest = bytes;
    for (;;) {
      this.#wantedBytes = headerBytes;
      if (rest.length < headerBytes) return rest;
      const end = 4 + rest.readUInt32LE(0);
      this.#wantedBytes = end;
      if (rest.length < end) return rest;
      try {
        this.#dispatch(rest[4]!, rest.subarray(headerBytes, end));
      } catch (error) {
        // Whoever fails on one frame shall get the next: without its place in the bytes a reader is lost for good.
        queueMicrotask(() => {
          throw error;
        });
      }
      rest = rest.subarray(end);
    }
  }

  #dispatch(kind: number, payload: Buffer): void {
    if (kind !== FrameKind.part) this.#large = undefined;
    switch (kind) {
      case FrameKind.part:
        return this.#addPart(payload);
      case FrameKind.stdout:
      case FrameKind.stderr:
        return this.#addText(
          kind,
          payload.readUInt32LE(0),
          payload.toString("utf8", cellBytes),
        );
      case FrameKind.message:
        this.#flushText();
        return this.#handler.message(payload);
    }
  }

  #addPart(payload: Buffer): void {
    const number = payload.readUInt32LE(0);
    if (this.#large?.number !== number) this.#large = { number, parts: [] };
    // The payload's memory is another's after this call.
    this.#large.parts.push(Buffer.from(payload.subarray(partBytes)));
    if (payload[4] !== 1) return;
    const whole = Buffer.concat(this.#large.parts);
    this.#large = undefined;
    this.#flushText();
    this.#handler.message(whole);
  }

  #addText(kind: number, cell: number, text: string): void {
    if (this.#text?.kind !== kind || this.#text.cell !== cell) {
      this.#flushText();
      this.#text = { kind, cell, parts: [] };
    }
    this.#text.parts.push(text);
  }

  #flushText(): void {
    const text = this.#text;
    this.#text = undefined;
    if (!text) return;
    const name = text.kind === FrameKind.stdout ? "stdout" : "stderr";
    this.#handler.stream(name, text.cell, text.parts.join(""));
  }
}

export function parseMessage<T>(payload: Buffer): T {
  return deserialize(payload) as T;
}
