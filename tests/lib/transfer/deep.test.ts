import { deserialize, serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { encodeValues } from "../../../lib/transfer/encode.ts";
import { ResultEncoder } from "../../../lib/transfer/result-encoder.ts";
import { decodeResult } from "../../../lib/transfer/unpack.ts";
import { WorkerNames } from "../../../lib/transfer/worker-names.ts";

interface Node {
  next?: Node;
  before?: Node;
  value: number;
}

/** A list that leads both ways. */
function makeList(length: number): Node {
  const first: Node = { value: 0 };
  for (let at = 1, last = first; at < length; at += 1) {
    last.next = { value: at, before: last };
    last = last.next;
  }
  return first;
}

const encoder = new ResultEncoder(new WorkerNames(), false);
const toWorker = (value: unknown): unknown =>
  encodeValues([value], () => "it").values[0];
const toHome = (value: unknown): unknown => encoder.encodeAll(value, "it");

describe.each([
  ["to a worker", toWorker],
  ["back from it", toHome],
])("on the way %s", (_, encode) => {
  // As a process is sent it.
  const travel = <T>(value: T): T =>
    decodeResult(deserialize(serialize(encode(value)))) as T;

  test("a list is as long as memory allows, and leads both ways", () => {
    const list = travel(makeList(50_000));
    let length = 0;
    for (let each: Node | undefined = list; each; each = each.next) {
      if (each.value !== length || (each.next && each.next.before !== each))
        expect.unreachable();
      length += 1;
    }
    expect(length).toBe(50_000);
  });

  test("nested arrays, Maps, Sets and plain objects may be deep", () => {
    let deep: unknown = "the bottom";
    for (let at = 0; at < 2500; at += 1)
      deep = [new Map([["in", { in: new Set([deep]) }]]), at];
    let found: unknown = travel(deep);
    for (let at = 2499; at >= 0; at -= 1) {
      const [map, number] = found as [
        Map<string, { in: Set<unknown> }>,
        number,
      ];
      if (number !== at) expect.unreachable();
      [found] = map.get("in")!.in;
    }
    expect(found).toBe("the bottom");
  });

  test("an object that is met at several depths stays one, whichever comes first", () => {
    const nodes: Node[] = [];
    for (let each: Node | undefined = makeList(5000); each; each = each.next)
      nodes.push(each);
    for (const given of [
      nodes,
      nodes.toReversed(),
      [nodes[2000], nodes[0], nodes[4999]],
    ]) {
      const back = travel(given as Node[]);
      expect(back.length).toBe(given.length);
      if (given.length < 5000) expect(back[0]!.before!.next).toBe(back[0]);
      else
        for (const [at, each] of back.entries()) {
          const [from, to] =
            given === nodes ? [each, back[at + 1]] : [back[at + 1], each];
          if (from && to && from.next !== to) expect.unreachable();
        }
    }
  });

  test("what is not deep goes without a copy", () => {
    const plain = { a: [1, { b: new Map([["c", new Date(0)]]) }], d: "text" };
    expect(encode(plain)).toBe(plain);
    expect(travel(plain)).toEqual(plain);
  });
});

test("a function at the bottom of a deep result is named by its path, shortened", () => {
  const list = makeList(1000);
  let last = list;
  while (last.next) last = last.next;
  (last as { fn?: unknown }).fn = (): void => {};
  expect(() => toHome(list)).toThrow(
    /^it\.next\.next.*\.\.\..*\.next\.fn is a function, which cannot be sent from a worker; return data/,
  );
});
