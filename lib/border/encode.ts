import { types } from "node:util";
import { isMarkable } from "../transfer/by-reference.ts";
import { intrinsicName, symbolName } from "./intrinsics.ts";
import type { Graph, GraphNode, Slot } from "./messages.ts";

/** What encoding asks of its side. */
export interface Owner {
  /** The number of something that stays here. */
  numberOf(object: object): number;
  /** The number of something that came from there. */
  theirNumber(object: object): number | undefined;
  /** How a function that stays here does its work in workers of the other side, if it can. */
  ship(
    fn: object,
  ): Extract<GraphNode, { kind: "function" }>["shipment"] | undefined;
  /** A promise is handed over: its end is to follow. */
  watch(promise: Promise<unknown>, ref: number): void;
}

/** Turns values into a graph of plain nodes. Containers are copied; what runs or has a class of its own stays here. */
export class Encoder {
  readonly #owner: Owner;
  readonly nodes: GraphNode[] = [];
  /** What became a container's node, by the node's number. */
  readonly containers: object[] = [];
  readonly #slots = new Map<object, Slot>();
  readonly #open: (() => void)[] = [];

  /** @param asked containers that came with the question: the other side has the originals */
  constructor(owner: Owner, asked: readonly (object | undefined)[] = []) {
    this.#owner = owner;
    for (const [at, object] of asked.entries())
      if (object) this.#slots.set(object, [at, 1]);
  }

  encode(values: readonly unknown[]): Slot[] {
    const slots = values.map((value) => this.#slot(value));
    this.#fill();
    return slots;
  }

  /** What a container holds now, though the other side has an original. */
  state(container: object): number {
    const at = this.nodes.length;
    this.#addContainer(container, at);
    this.#fill();
    return at;
  }

  #fill(): void {
    for (let next = this.#open.pop(); next; next = this.#open.pop()) next();
  }

  #slot(value: unknown): Slot {
    if (typeof value === "symbol") return this.#symbol(value);
    if (
      (typeof value !== "object" && typeof value !== "function") ||
      value === null
    )
      return value as Slot;
    const known = this.#slots.get(value);
    if (known) return known;
    const at = this.nodes.length;
    this.#slots.set(value, [at]);
    this.#add(value, at);
    return [at];
  }

  #symbol(value: symbol): Slot {
    const name = symbolName(value);
    this.nodes.push({ kind: "symbol", name: name ?? "" });
    return [this.nodes.length - 1];
  }

  #add(value: object, at: number): void {
    const theirs = this.#owner.theirNumber(value);
    if (theirs !== undefined) this.nodes[at] = { kind: "yours", ref: theirs };
    else if (typeof value === "function") this.#addFunction(value, at);
    else if (types.isProxy(value)) this.#addInstance(value, at);
    else if (types.isPromise(value)) {
      const ref = this.#owner.numberOf(value);
      this.nodes[at] = { kind: "promise", ref };
      this.#owner.watch(value, ref);
    } else if (isMarkable in value)
      this.nodes[at] = {
        kind: "shared",
        name: (value as object).constructor.name,
        fields: { ...(value as object) },
      };
    else if (types.isNativeError(value)) this.#addError(value, at);
    else if (isRaw(value)) {
      this.nodes[at] = { kind: "raw", value };
      if (ArrayBuffer.isView(value)) this.containers[at] = value;
    } else if (isContainer(value)) this.#addContainer(value, at);
    else this.#addInstance(value, at);
  }

  #addFunction(fn: object, at: number): void {
    const { name } = fn as { name: unknown };
    this.nodes[at] = {
      kind: "function",
      ref: this.#owner.numberOf(fn),
      name: typeof name === "string" ? name : "",
      shipment: this.#owner.ship(fn),
    };
  }

  #addInstance(value: object, at: number): void {
    const name = types.isProxy(value) ? undefined : intrinsicName(value);
    if (name !== undefined) this.nodes[at] = { kind: "intrinsic", name };
    else
      this.nodes[at] = {
        kind: "instance",
        ref: this.#owner.numberOf(value),
        name: classOf(value),
      };
  }

  #addError(error: Error, at: number): void {
    const keys = Object.keys(error);
    const node = {
      kind: "error" as const,
      ref: this.#owner.numberOf(error),
      name: String(error.name),
      message: String(error.message),
      stack: String(error.stack),
      keys,
      slots: [] as Slot[],
    };
    this.nodes[at] = node;
    this.#later(node, () =>
      keys.map((key) => (error as unknown as Record<string, unknown>)[key]),
    );
  }

  #addContainer(value: object, at: number): void {
    this.containers[at] = value;
    if (ArrayBuffer.isView(value)) this.nodes[at] = { kind: "raw", value };
    else if (types.isMap(value))
      this.#addList(at, { kind: "map", slots: [] }, () => [...value].flat());
    else if (types.isSet(value))
      this.#addList(at, { kind: "set", slots: [] }, () => [...value]);
    else if (Array.isArray(value)) {
      const frozen = Object.isFrozen(value);
      this.#addList(at, { kind: "array", slots: [], frozen }, () => value);
    } else this.#addObject(value, at);
  }

  #addList(
    at: number,
    node: GraphNode & { kind: "array" | "map" | "set" },
    values: () => readonly unknown[],
  ): void {
    this.nodes[at] = node;
    this.#later(node, values);
  }

  #addObject(value: object, at: number): void {
    const keys = Object.keys(value);
    const node = {
      kind: "object" as const,
      keys,
      slots: [] as Slot[],
      bare: Object.getPrototypeOf(value) === null,
      frozen: Object.isFrozen(value),
    };
    this.nodes[at] = node;
    this.#later(node, () =>
      keys.map((key) => (value as Record<string, unknown>)[key]),
    );
  }

  /** No recursion: a list may be longer than the stack. */
  #later(node: { slots: Slot[] }, values: () => readonly unknown[]): void {
    this.#open.push(() => {
      for (const each of values()) node.slots.push(this.#slot(each));
    });
  }
}

export function encodeGraph(values: readonly unknown[], owner: Owner) {
  const encoder = new Encoder(owner);
  const slots = encoder.encode(values);
  const graph: Graph = { values: slots, nodes: encoder.nodes };
  return { graph, containers: encoder.containers };
}

function isRaw(value: object): boolean {
  return (
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isArrayBuffer(value) ||
    types.isBoxedPrimitive(value) ||
    (ArrayBuffer.isView(value) && !types.isSharedArrayBuffer(value.buffer))
  );
}

/** Data, and nothing that would have to run: an object with methods is one of its own kind. */
function isContainer(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (types.isMap(value)) return prototype === Map.prototype;
  if (types.isSet(value)) return prototype === Set.prototype;
  if (Array.isArray(value)) return prototype === Array.prototype;
  if (prototype !== Object.prototype && prototype !== null) return false;
  if (intrinsicName(value) !== undefined) return false;
  const all = Object.values(Object.getOwnPropertyDescriptors(value));
  return all.every(
    ({ value: held, get, set, enumerable }) =>
      typeof held !== "function" && !get && !set && enumerable,
  );
}

function classOf(value: object): string {
  try {
    return String(value.constructor.name);
  } catch {
    return "Object";
  }
}
