import { DefaultSerializer, Serializer } from "node:v8";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  FrameKind,
  FrameReader,
  messageFrame,
  parseMessage,
  streamFrame,
} from "../../../../kernel/interpreter/wire/frames.ts";
import { runs } from "../../../support/runs.ts";

type Piece = { message: unknown } | { text: string; cell: number; kind: 1 | 2 };

function read(chunks: Buffer[], reuses = false): unknown[] {
  const got: unknown[] = [];
  const reader = new FrameReader(
    {
      message: (payload) => got.push(parseMessage(payload)),
      stream: (name, cell, text) => got.push([name, cell, text]),
    },
    { reuses },
  );
  for (const chunk of chunks) {
    const passing = Buffer.from(chunk);
    reader.push(passing);
    // One that reuses its memory is given all chunks in the same place.
    if (reuses) passing.fill(255);
  }
  return got;
}

const pieces: fc.Arbitrary<Piece[]> = fc.array(
  fc.oneof(
    fc.record({ message: fc.jsonValue() }),
    fc.record({
      text: fc.string({ unit: "grapheme" }),
      cell: fc.nat(1e9),
      kind: fc.constantFrom(1 as const, 2 as const),
    }),
  ),
);

/** The same, with texts of one stream and cell that follow each other joined. */
function joined(list: unknown[]): unknown[] {
  const out: unknown[] = [];
  for (const each of list) {
    const last = out.at(-1);
    if (
      Array.isArray(each) &&
      Array.isArray(last) &&
      last.length === 3 &&
      each[0] === last[0] &&
      each[1] === last[1]
    )
      out[out.length - 1] = [each[0], each[1], `${last[2]}${each[2]}`];
    else out.push(each);
  }
  return out;
}

test("frames survive being cut anywhere", () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(200)), (list, cuts) => {
      const bytes = Buffer.concat(
        list.map((piece) =>
          "message" in piece
            ? messageFrame({ it: piece.message })
            : streamFrame(piece.kind, piece.cell, piece.text),
        ),
      );
      const chunks: Buffer[] = [];
      let rest = bytes;
      for (const cut of cuts) {
        chunks.push(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      chunks.push(rest);
      const expected = list.map((piece) =>
        "message" in piece
          ? { it: piece.message }
          : [piece.kind === 1 ? "stdout" : "stderr", piece.cell, piece.text],
      );
      expect(joined(read(chunks))).toEqual(joined(expected));
      expect(joined(read(chunks, true))).toEqual(joined(expected));
    }),
    runs,
  );
});

test.each([false, true])(
  "a frame of several MB survives being cut into chunks (memory reused: %s)",
  (reuses) => {
    const message = { it: "0123456789".repeat(350_000) };
    const bytes = Buffer.concat([
      messageFrame(message),
      messageFrame({ it: 1 }),
      messageFrame(message),
    ]);
    for (const size of [65_536, 1_500_000]) {
      const chunks = Array.from(
        { length: Math.ceil(bytes.length / size) },
        (_, at) => bytes.subarray(at * size, (at + 1) * size),
      );
      expect(read(chunks, reuses)).toEqual([message, { it: 1 }, message]);
    }
  },
);

test("a length that is a lie costs no memory for what never comes", () => {
  const lie = Buffer.from([255, 255, 255, 255, 0]);
  const before = process.memoryUsage().arrayBuffers;
  expect(read([lie, Buffer.alloc(100_000)])).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16e6);
});

test("lines of one cell that come together are handed on as one text", () => {
  const bytes = Buffer.concat([
    streamFrame(1, 5, "a\n"),
    streamFrame(1, 5, "b\n"),
    streamFrame(2, 5, "c\n"),
    streamFrame(1, 6, "d\n"),
  ]);
  expect(read([bytes])).toEqual([
    ["stdout", 5, "a\nb\n"],
    ["stderr", 5, "c\n"],
    ["stdout", 6, "d\n"],
  ]);
});

test.each([
  ["writeHeader", Serializer],
  ["writeRawBytes", Serializer],
  ["_writeHostObject", DefaultSerializer],
])("writes a message when a cell has replaced %s", (name, owner) => {
  const methods = owner.prototype as unknown as Record<string, unknown>;
  const stock = methods[name];
  methods[name] = () => {
    throw new Error("a cell's own");
  };
  try {
    expect(messageFrame({ bytes: new Uint8Array(3) })[4]).toBe(
      FrameKind.message,
    );
  } finally {
    methods[name] = stock;
  }
});
