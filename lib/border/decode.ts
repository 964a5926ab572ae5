import { intrinsicAt, symbolAt } from "./intrinsics.ts";
import type { Graph, GraphNode, Slot } from "./messages.ts";

/** What decoding asks of its side. */
export interface Receiver {
  own(ref: number): object;
  theirs(node: GraphNode & { ref: number }): object;
  learn(object: object, ref: number): void;
  revive(name: string, fields: Record<string, unknown>): object;
  /** A prototype of this side's own, which everything here leans on. */
  intrinsic(name: string): object | undefined;
}

/** Makes values of a graph. Whatever the other side has sent, what comes is data, or something that only it can run. */
export class Decoder {
  readonly #graph: Graph;
  readonly #receiver: Receiver;
  readonly #asked: readonly (object | undefined)[];
  readonly #made: unknown[];

  /** @param asked what was asked with, by its nodes: changed there, it changes here */
  constructor(
    graph: Graph,
    receiver: Receiver,
    asked: readonly (object | undefined)[] = [],
  ) {
    this.#graph = graph;
    this.#receiver = receiver;
    this.#asked = asked;
    this.#made = graph.nodes.map((node) => this.#make(node));
    for (const [at, node] of graph.nodes.entries())
      fill(this.#made[at], node, (slot) => this.#valueOf(slot));
  }

  values(): unknown[] {
    for (const [asked, now] of this.#graph.changed ?? []) {
      const original = this.#asked[asked];
      if (original) restore(original, this.#made[now]);
    }
    return this.#graph.values.map((slot) => this.#valueOf(slot));
  }

  /** Containers that were made, by their nodes. */
  get containers(): (object | undefined)[] {
    return this.#graph.nodes.map(({ kind }, at) =>
      ["array", "object", "map", "set"].includes(kind) ||
      ArrayBuffer.isView(this.#made[at])
        ? (this.#made[at] as object)
        : undefined,
    );
  }

  #valueOf(slot: Slot): unknown {
    if (typeof slot !== "object" || slot === null) return slot;
    const [at, asked] = slot;
    const from = asked === undefined ? this.#made : this.#asked;
    if (!(at in from))
      throw new TypeError("the answer names what is not there");
    return from[at];
  }

  #make(node: GraphNode): unknown {
    switch (node.kind) {
      case "raw":
        return node.value;
      case "array":
        return [];
      case "object":
        return node.bare ? Object.create(null) : {};
      case "map":
        return new Map();
      case "set":
        return new Set();
      case "error":
        return this.#makeError(node);
      case "symbol":
        return symbolAt(node.name) ?? Symbol("of another process");
      case "intrinsic":
        return this.#receiver.intrinsic(node.name);
      case "shared":
        return this.#receiver.revive(node.name, node.fields);
      case "yours":
        return this.#receiver.own(node.ref);
      case "function":
      case "instance":
      case "promise":
        return this.#receiver.theirs(node);
    }
  }

  #makeError(node: GraphNode & { kind: "error" }): Error {
    const prototype = intrinsicAt(node.name) ?? Error.prototype;
    const error = new Error(String(node.message));
    if (prototype instanceof Error || prototype === Error.prototype)
      Object.setPrototypeOf(error, prototype);
    if (prototype === Error.prototype && node.name !== "Error")
      define(error, "name", String(node.name), false);
    define(error, "stack", String(node.stack), false);
    this.#receiver.learn(error, node.ref);
    return error;
  }
}

function define(
  target: object,
  key: string,
  value: unknown,
  enumerable = true,
): void {
  const descriptor = { value, enumerable, writable: true, configurable: true };
  Object.defineProperty(target, key, descriptor);
}

function fill(
  made: unknown,
  node: GraphNode,
  valueOf: (slot: Slot) => unknown,
): void {
  switch (node.kind) {
    case "array":
      for (const slot of node.slots) (made as unknown[]).push(valueOf(slot));
      if (node.frozen) Object.freeze(made);
      return;
    case "object":
    case "error":
      for (const [at, key] of node.keys.entries())
        define(made as object, String(key), valueOf(node.slots[at]));
      if (node.kind === "object" && node.frozen) Object.freeze(made);
      return;
    case "map":
      for (let at = 0; at < node.slots.length; at += 2)
        (made as Map<unknown, unknown>).set(
          valueOf(node.slots[at]),
          valueOf(node.slots[at + 1]),
        );
      return;
    case "set":
      for (const slot of node.slots) (made as Set<unknown>).add(valueOf(slot));
      return;
    default:
      return;
  }
}

/** A function that sorts in place, or fills a map that it was given, has done so to a copy. */
function restore(original: object, now: unknown): void {
  if (Object.isFrozen(original)) return;
  if (Array.isArray(original) && Array.isArray(now)) {
    original.length = 0;
    for (const each of now) original.push(each);
  } else if (original instanceof Map && now instanceof Map) {
    original.clear();
    for (const [key, each] of now) original.set(key, each);
  } else if (original instanceof Set && now instanceof Set) {
    original.clear();
    for (const each of now) original.add(each);
  } else if (ArrayBuffer.isView(original) && ArrayBuffer.isView(now))
    bytesOf(original).set(bytesOf(now).subarray(0, original.byteLength));
  else if (typeof now === "object" && now !== null)
    restoreObject(original, now);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

function restoreObject(original: object, now: object): void {
  for (const key of Object.keys(original))
    if (!Object.hasOwn(now, key)) Reflect.deleteProperty(original, key);
  for (const [key, value] of Object.entries(now)) define(original, key, value);
}
