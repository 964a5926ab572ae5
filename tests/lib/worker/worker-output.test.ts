import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toFrames } from "../../../lib/worker/worker-output.ts";
import { FakeNotebook } from "../support/fake-notebook.ts";
import { library, tasks } from "../support/library.ts";

interface Frame {
  stream: number;
  cell: number;
  text: string;
  bytes: number;
}

/** Reads frames as the kernel's host does. */
function readFrames(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at);
    frames.push({
      stream: bytes.readUInt8(at + 4),
      cell: bytes.readUInt32LE(at + 5),
      text: bytes.toString("utf8", at + 9, at + 4 + length),
      bytes: length + 4,
    });
    at += 4 + length;
  }
  return frames;
}

describe("frames", () => {
  test("carry the stream, the cell and the text", () => {
    const [frame] = [...toFrames(2, 7, Buffer.from("hello\n"))];
    expect(readFrames(Buffer.from(frame ?? []))).toEqual([
      { stream: 2, cell: 7, text: "hello\n", bytes: 15 },
    ]);
  });

  test("have at most 4096 bytes and tear no character", () => {
    const text = "a" + "😀é".repeat(5000);
    const frames = readFrames(
      Buffer.concat([...toFrames(1, 1, Buffer.from(text))]),
    );
    expect(frames.map((each) => each.text).join("")).toBe(text);
    expect(Math.max(...frames.map((each) => each.bytes))).toBeLessThanOrEqual(
      4096,
    );
    expect(frames.length).toBe(Math.ceil(30_001 / 4085));
  });

  test("carry bytes that are no UTF-8 without looping for ever", () => {
    const bytes = Buffer.alloc(10_000, 0x80);
    const frames = readFrames(Buffer.concat([...toFrames(1, 1, bytes)]));
    expect(frames.reduce((sum, each) => sum + each.bytes - 9, 0)).toBe(10_000);
  });
});

describe.each([
  ["processes", false],
  ["threads", true],
])("in a notebook, output of %s", (_, threads) => {
  let path: string;
  let notebook: FakeNotebook;

  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), "romanesco-")), "frames");
    notebook = new FakeNotebook(openSync(path, "a"));
    notebook.install();
  });
  afterEach(() => {
    notebook.remove();
    closeSync(notebook.outputFd);
  });

  test("reaches the cell that started the task, all of it before the result", async () => {
    await using pool = new library.Pool({ workers: 2, threads });
    notebook.currentCell = 3;
    await pool.apply(tasks.print, [500]);
    const first = readFrames(readFileSync(path));
    expect(first.map((each) => each.text).join("")).toBe(
      Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join(""),
    );
    expect(new Set(first.map((each) => each.cell))).toEqual(new Set([3]));

    notebook.currentCell = 4;
    const late = pool.apply(tasks.print, [1]);
    notebook.currentCell = 5;
    await late;
    expect(readFrames(readFileSync(path)).at(-1)?.cell).toBe(4);
  });

  test("of several workers mixes whole lines only", async () => {
    await using pool = new library.Pool({ workers: 2, threads });
    await pool.map(tasks.print, [300, 300, 300, 300]);
    const frames = readFrames(readFileSync(path));
    expect(frames.length).toBe(1200);
    expect(frames.every((each) => /^line \d+\n$/.test(each.text))).toBe(true);
  });
});
