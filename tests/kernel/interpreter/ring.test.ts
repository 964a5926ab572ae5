import fc from "fast-check";
import { expect, test } from "vitest";
import {
  FrameReader,
  messageFrame,
} from "../../../kernel/interpreter/wire/frames.ts";
import {
  createRing,
  RingReader,
  RingWriter,
} from "../../../kernel/interpreter/runtime/ring.ts";
import { runs } from "../../support/runs.ts";
import { readRing } from "./read-ring.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  // Long enough that some meet the end of the ring's memory.
  fc
    .tuple(fc.constantFrom("x", "é", "漢", "🥦"), fc.nat(60_000))
    .map(([character, times]) => character.repeat(times)),
);

test("what is written is read, in order, across the end of the memory", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.record({ message: fc.string() })), {
        minLength: 20,
        maxLength: 60,
      }),
      (list) => {
        const shared = createRing();
        const writer = new RingWriter(
          shared,
          () => {},
          () => 0,
        );
        const reader = new RingReader(shared);
        const got: (string | [cell: number, text: string])[] = [];
        let cell = 0;
        const frames = new FrameReader({
          message: () => got.push("message"),
          // Long text comes in pieces.
          stream: (_name, from, read) => {
            const last = got.at(-1);
            if (Array.isArray(last) && last[0] === from) last[1] += read;
            else got.push([from, read]);
          },
        });
        for (const each of list) {
          cell++;
          if (typeof each === "string") writer.writeText(1, cell, each);
          else writer.write(messageFrame(each));
          readRing(reader, frames);
        }
        expect(got).toEqual(
          list.map((each, index) =>
            typeof each === "string" ? [index + 1, each] : "message",
          ),
        );
      },
    ),
    { ...runs, numRuns: 60 },
  );
});
