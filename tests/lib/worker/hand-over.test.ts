import { expect, test } from "vitest";
import { handOver, largeBytes } from "../../../lib/worker/hand-over.ts";

const large = (): Float64Array => new Float64Array(largeBytes / 8).fill(0.5);

/** What arrives at a worker. */
function deliver(message: unknown): unknown {
  const handed = handOver(message);
  return structuredClone(handed?.message ?? message, {
    transfer: handed?.buffers ?? [],
  });
}

test("hands over a copy of each large buffer, once, and leaves what was given whole", () => {
  const numbers = large();
  const message = { tasks: [{ args: [numbers, numbers.subarray(2, 4)] }] };
  expect(handOver(message)?.buffers).toHaveLength(1);
  expect(deliver(message)).toEqual(message);
  expect(numbers).toEqual(large());
});

test("keeps what is one object one object, and cycles", () => {
  const ring: Record<string, unknown> = { numbers: large() };
  ring.self = ring;
  ring.again = ring.numbers;
  const there = deliver(ring) as typeof ring;
  expect(there.self).toBe(there);
  expect(there.again).toBe(there.numbers);
});

test("delivers what structured clone would: Buffers, views of data, shared memory, holes", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  const values = [
    Buffer.alloc(largeBytes, "a"),
    new DataView(large().buffer, 8, 16),
    shared,
    [large(), undefined, null, "text", 1n],
    Object.assign([large()], { length: 3 }),
    { map: new Map([[1, large()]]), date: new Date(0) },
  ];
  for (const value of values)
    expect(deliver(value)).toEqual(structuredClone(value));
});

test("leaves small buffers, and what only structured clone can look into, to it", () => {
  expect(handOver({ args: [new Uint8Array(10)] })).toBeUndefined();
  expect(handOver({ args: [new Map([[1, large()]])] })).toBeUndefined();
  const named = JSON.parse('{ "__proto__": 1 }') as object;
  expect(handOver({ named, numbers: large() })).toBeUndefined();
  expect(
    handOver([
      ...Array<object>(2000)
        .fill({})
        .map(() => ({})),
      large(),
    ]),
  ).toBeUndefined();
});
