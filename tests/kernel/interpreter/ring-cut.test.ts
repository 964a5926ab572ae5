import vm from "node:vm";
import { afterAll, expect, test, vi } from "vitest";
import {
  FrameReader,
  messageFrame,
  parseMessage,
} from "../../../kernel/interpreter/wire/frames.ts";
import type * as Ring from "../../../kernel/interpreter/runtime/ring.ts";
import { readRing } from "./read-ring.ts";

/** V8 cuts code off where it calls something: here too, before the call or after it. */
class Cut extends Error {}
let callsLeft = Infinity;

function cuttable<F extends (...values: never[]) => unknown>(call: F): F {
  return function (this: unknown, ...values: never[]) {
    if (--callsLeft === 0) throw new Cut();
    const result = call.apply(this, values);
    if (--callsLeft === 0) throw new Cut();
    return result;
  } as F;
}

const { load, store, wait } = Atomics;
/** What the reader does while the writer waits for room. */
let read: (() => void) | undefined;
const { set } = Uint8Array.prototype;
// The ring takes these as it is loaded.
Object.assign(Atomics, {
  load: cuttable(load as never),
  store: cuttable(store as never),
  wait: cuttable(((...values: Parameters<typeof wait>) =>
    read ? read() : wait(...values)) as never),
});
vi.resetModules();
const { createRing, RingReader, RingWriter }: typeof Ring =
  await import("../../../kernel/interpreter/runtime/ring.ts");
Object.assign(Atomics, { load, store, wait });
afterAll(() => vi.resetModules());

/** A writer, and a reader that reads when it is woken and at no other time. */
function connect() {
  const shared = createRing();
  const reader = new RingReader(shared);
  const got: unknown[] = [];
  const frames = new FrameReader({
    message: (payload) => got.push(parseMessage(payload)),
    stream: (_name, cell, text) => got.push(`${cell}: ${text}`),
  });
  let woken = false;
  const readAll = () => {
    const left = callsLeft;
    callsLeft = Infinity;
    expect(woken).toBe(true);
    woken = false;
    reader.wakeUp();
    do readRing(reader, frames);
    while (!reader.sleep());
    callsLeft = left;
  };
  const writer = new RingWriter(
    shared,
    cuttable(() => {
      woken = true;
    }),
    () => 0,
  );
  return { writer, readAll, got };
}

const long = "é".repeat(150_000);
const large = { bytes: new Uint8Array(300_000).fill(7) };

/** Quicker to compare. */
function describe(each: unknown): string {
  if (typeof each === "string") return each.replaceAll("é", "");
  const { bytes = new Uint8Array(0) } = each as Partial<typeof large>;
  const isWhole = Buffer.from(large.bytes).equals(Buffer.from(bytes));
  return isWhole ? "large" : JSON.stringify(each).slice(0, 50);
}

/** Writes one thing after the other. @returns which was cut, or -1 */
function writeAll({ writer, readAll }: ReturnType<typeof connect>): number {
  read = readAll;
  const writes = [
    () => writer.writeText(1, 1, "a"),
    () => writer.writeText(2, 2, long),
    () => writer.write(messageFrame(large)),
    () => writer.writeAtOnce(messageFrame({ small: 1 })),
    () => writer.write(messageFrame(large)),
    () => writer.writeText(1, 3, "b"),
  ];
  let cutAt = -1;
  for (const [at, write] of writes.entries()) {
    try {
      Uint8Array.prototype.set = cuttable(set);
      write();
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      cutAt = at;
    } finally {
      Uint8Array.prototype.set = set;
    }
    // As at the event loop's next turn; after a cut the next write has to do what the cut one had not come to.
    if (at !== cutAt) readAll();
  }
  read = undefined;
  return cutAt;
}

test("a writer that is cut at any call loses at most what it was writing, and wakes the reader with the next", () => {
  const expected = ["1: a", "2: ", "large", '{"small":1}', "large", "3: b"];
  let cuts = 0;
  for (let calls = 1; ; calls++) {
    const ring = connect();
    callsLeft = calls;
    const cutAt = writeAll(ring);
    callsLeft = Infinity;
    if (cutAt < 0) break;
    cuts++;
    // What was cut may be there, if it was cut after all was done; the others are, whole and in order.
    ring.writer.writeText(1, 4, "end");
    ring.readAll();
    const others = expected.filter((_, at) => at !== cutAt);
    const got = ring.got.map(describe);
    expect([
      [...expected, "4: end"],
      [...others, "4: end"],
    ]).toContainEqual(got);
  }
  expect(cuts).toBeGreaterThan(50);
});

test("a writer that V8 terminates hundreds of times leaves nothing but whole frames", () => {
  const { writer, readAll, got } = connect();
  const lines = ["short\n", `${"x".repeat(5000)}\n`, `${"漢".repeat(400)}\n`];
  const context = vm.createContext({
    print: (count: number) => writer.writeText(1, 1, lines[count % 3]!),
    show: (count: number) =>
      writer.write(messageFrame({ count, bytes: large.bytes })),
  });
  const shapes = [
    "for (let i = 0; ; i++) print(i)",
    "for (let i = 0; ; i++) show(i)",
    "for (let i = 0; ; i++) { print(i); show(i) }",
  ].map((code) => new vm.Script(code));
  for (let time = 0; time < 400; time++) {
    expect(() =>
      shapes[time % 3]!.runInContext(context, { timeout: 1 }),
    ).toThrow("timed out");
    writer.writeText(1, 2, "after");
    readAll();
    expect(got.pop()).toBe("2: after");
    for (const each of got.splice(0)) expectWhole(each, lines);
  }
});

function expectWhole(each: unknown, lines: string[]): void {
  if (typeof each !== "string")
    return expect((each as typeof large).bytes.length).toBe(300_000);
  let text = each.replace(/^1: /, "");
  for (const line of lines) text = text.replaceAll(line, "");
  expect(text).toBe("");
}
