import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import type { Times } from "./messages.ts";

/**
 * How a worker answers the tasks of a bundle: each as a record in a file that its home reads when it likes. Nobody is woken for
 * each, none waits for those behind it, and what is done stays done when the worker ends.
 *
 *     record   u32le its length | u32le the task's number in the line of claims | f64le its id | f64le started, ended, cpu |
 *              u8 kind | a number, or the value as structured clone has it
 */
const at = { number: 4, id: 8, started: 16, ended: 24, cpu: 32, kind: 40 };
const header = 41;

const aNumber = 0;
const aValue = 1;
const nothing = 2;

/** What is larger travels by itself. */
const largest = 4096;

export interface Answer {
  id: number;
  times: Times;
  value: unknown;
}

/** Which task is answered. */
interface Answered {
  number: number;
  id: number;
}

/** The worker's end. */
export class AnswerWriter {
  #fd: number | undefined;
  readonly #record = Buffer.alloc(header + largest);

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** @returns false if the answer must go by another way: it is large, or of an odd kind, or the disk is full */
  write(task: Answered, times: Times, value: unknown): boolean {
    if (this.#fd === undefined) return false;
    const end = this.#put(value);
    if (end === undefined) return false;
    const record = this.#record;
    record.writeUInt32LE(end, 0);
    record.writeUInt32LE(task.number, at.number);
    record.writeDoubleLE(task.id, at.id);
    record.writeDoubleLE(times.started, at.started);
    record.writeDoubleLE(times.ended, at.ended);
    record.writeDoubleLE(times.cpu ?? NaN, at.cpu);
    return this.#append(end);
  }

  /** @returns where the record ends */
  #put(value: unknown): number | undefined {
    const record = this.#record;
    if (typeof value === "number") {
      record[at.kind] = aNumber;
      record.writeDoubleLE(value, header);
      return header + 8;
    }
    record[at.kind] = value === undefined ? nothing : aValue;
    if (value === undefined) return header;
    const bytes = trySerialize(value);
    if (bytes === undefined || bytes.length > largest) return undefined;
    record.set(bytes, header);
    return header + bytes.length;
  }

  #append(length: number): boolean {
    try {
      if (writeSync(this.#fd!, this.#record, 0, length) === length) return true;
    } catch {
      // As for a record of which only a part is there:
    }
    // The disk is full. What came behind a part would not be found.
    this.#fd = undefined;
    return false;
  }
}

function trySerialize(value: unknown): Uint8Array | undefined {
  try {
    return v8().serialize(value);
  } catch {
    // Whoever sends it by a message learns why.
    return undefined;
  }
}

/** How many bytes at the front are whole records. A task may have written into the file, too: what is no record ends them. */
export function wholeRecords(bytes: Buffer): number {
  let end = 0;
  while (bytes.length - end >= header) {
    const length = bytes.readUInt32LE(end);
    if (length < header || end + length > bytes.length) break;
    end += length;
  }
  return end;
}

/** Records that follow each other and belong to the same owner. */
export interface Records<T> {
  owner: T;
  bytes: Buffer;
  count: number;
  /** When the last of them was done. */
  ended: number;
}

/** @param ownerOf by a number in the line of claims */
export function groupRecords<T>(
  bytes: Buffer,
  ownerOf: (number: number) => T,
): Records<T>[] {
  const all: Records<T>[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = start + bytes.readUInt32LE(start);
    const owner = ownerOf(bytes.readUInt32LE(start + at.number));
    const ended = bytes.readDoubleLE(start + at.ended);
    const last = all.at(-1);
    if (last !== undefined && last.owner === owner) {
      last.count += 1;
      last.ended = ended;
      const first = last.bytes.byteOffset - bytes.byteOffset;
      last.bytes = bytes.subarray(first, end);
    } else
      all.push({ owner, count: 1, ended, bytes: bytes.subarray(start, end) });
    start = end;
  }
  return all;
}

/** What records say, one after the other. */
export function* readAnswers(records: Uint8Array): Generator<Answer> {
  const { buffer, byteOffset, byteLength } = records;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  for (let start = 0; start < bytes.length;) {
    const end = start + bytes.readUInt32LE(start);
    const cpu = bytes.readDoubleLE(start + at.cpu);
    const times: Times = {
      started: bytes.readDoubleLE(start + at.started),
      ended: bytes.readDoubleLE(start + at.ended),
    };
    if (!Number.isNaN(cpu)) times.cpu = cpu;
    const id = bytes.readDoubleLE(start + at.id);
    yield { id, times, value: readValue(bytes, start, end) };
    start = end;
  }
}

function readValue(bytes: Buffer, start: number, end: number): unknown {
  const kind = bytes[start + at.kind];
  if (kind === nothing) return undefined;
  if (kind === aNumber) return bytes.readDoubleLE(start + header);
  return v8().deserialize(bytes.subarray(start + header, end));
}

const require = createRequire(import.meta.url);

/** Loaded when asked for: it keeps a new thread waiting. */
function v8(): typeof import("node:v8") {
  return require("node:v8") as typeof import("node:v8");
}
