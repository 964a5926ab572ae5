import {
  isClonedAsIs,
  isPlain,
  needsEncoding,
  toNumbers,
} from "./plain-data.ts";
import { tag, type Tagged } from "./tags.ts";

/**
 * From so many objects inside each other on, the rest travels beside them: structured clone goes down on the stack, and
 * who reads has less of it than who writes, so that a long list would be written and never read.
 */
const deepest = 150;

/** So far down a value is asked whether it may stay as it is; below that all is copied, or each level would look at all others. */
const asked = 3;

/** A value that is being made ready: its copy, and what goes into it. */
export interface Opened {
  copy: object;
  children: readonly unknown[];
  put(at: number, encoded: unknown): void;
  nameOf(at: number): string;
}

interface Frame extends Opened {
  depth: number;
  at: number;
}

/** What is cloned in one piece: in it each object is there once. */
export interface Parcel {
  encoded: Map<object, unknown>;
  /** What lies too deep, by number. */
  parts: unknown[];
}

export function newParcel(): Parcel {
  return { encoded: new Map(), parts: [] };
}

/**
 * Makes values ready for structured clone, however deep they are: it keeps its own stack. It visits them in the order in
 * which structured clone writes them, so that what it counts is how deep that goes.
 */
export abstract class StructureEncoder {
  protected parcel = newParcel();

  /** Functions and symbols. */
  protected abstract encodeOther(
    value: Function | symbol,
    what: string,
  ): unknown;

  /** What is no array, Map, Set or plain object. */
  protected abstract open(value: object, what: string): Opened;

  /** @param what names the value in errors */
  encode(value: unknown, what: string): unknown {
    const stack: Frame[] = [];
    const cut: Frame[] = [];
    const enter = (each: unknown, name: string, depth: number): unknown => {
      if (typeof each === "function" || typeof each === "symbol")
        return this.encodeOther(each, name);
      if (typeof each !== "object" || each === null) return each;
      if (depth < asked ? !needsEncoding(each) : isClonedAsIs(each))
        return each;
      const { encoded, parts } = this.parcel;
      if (encoded.has(each)) return encoded.get(each);
      const opened = openContainer(each, name) ?? this.open(each, name);
      if (depth <= deepest) {
        encoded.set(each, opened.copy);
        stack.push({ ...opened, depth, at: 0 });
        return opened.copy;
      }
      const later: Tagged = { [tag]: "later", number: parts.length };
      encoded.set(each, later);
      parts.push(opened.copy);
      cut.push({ ...opened, depth: 0, at: 0 });
      return later;
    };
    const root = enter(value, what, 0);
    for (let done = 0; ; done += 1) {
      fill(stack, enter);
      const next = cut[done];
      if (next === undefined) return root;
      stack.push(next);
    }
  }

  /** What lies too deep travels with this one value of the parcel, which must be the first to be decoded. */
  protected withParts(encoded: unknown): unknown {
    const { parts } = this.parcel;
    if (parts.length === 0) return encoded;
    const deep: Tagged = { [tag]: "deep", parts, value: encoded };
    return deep;
  }
}

function fill(
  stack: Frame[],
  enter: (value: unknown, name: string, depth: number) => unknown,
): void {
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (frame.at === frame.children.length) {
      stack.pop();
      continue;
    }
    const { at } = frame;
    frame.at += 1;
    const child = frame.children[at];
    frame.put(
      at,
      isSimple(child) ? child : enter(child, frame.nameOf(at), frame.depth + 1),
    );
  }
}

/** Something with nothing in it to look at. */
export function leaf(copy: object): Opened {
  return { copy, children: [], put: () => undefined, nameOf: () => "" };
}

function openContainer(value: object, what: string): Opened | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value) && prototype === Array.prototype)
    return openArray(value, what);
  if (prototype === Map.prototype)
    return openMap(value as Map<unknown, unknown>, what);
  if (prototype === Set.prototype) return openSet(value as Set<unknown>, what);
  return isPlain(value) ? openObject(value, {}, what) : undefined;
}

function openArray(value: unknown[], what: string): Opened {
  const numbers = toNumbers(value);
  if (numbers !== undefined) {
    const tagged: Tagged = { [tag]: "numbers", numbers };
    return leaf(tagged);
  }
  const copy: unknown[] = [];
  return {
    copy,
    children: value,
    put: (at, encoded) => (copy[at] = encoded),
    nameOf: (at) => `${what}[${at}]`,
  };
}

function openMap(value: Map<unknown, unknown>, what: string): Opened {
  const copy = new Map<unknown, unknown>();
  const children = [...value].flat(1);
  let key: unknown;
  return {
    copy,
    children,
    put(at, encoded) {
      if (at % 2 === 0) key = encoded;
      else copy.set(key, encoded);
    },
    nameOf: (at) =>
      at % 2 === 0
        ? `a key of ${what}`
        : `${what}.get(${String(children[at - 1])})`,
  };
}

function openSet(value: Set<unknown>, what: string): Opened {
  const copy = new Set<unknown>();
  return {
    copy,
    children: [...value],
    put: (_, encoded) => copy.add(encoded),
    nameOf: () => `a member of ${what}`,
  };
}

/** @param into takes what the object's own keys hold; it need not be the copy */
export function openObject(
  value: object,
  into: Record<string, unknown>,
  what: string,
  keys = Object.keys(value),
): Opened {
  return {
    copy: into,
    children: keys.map((key) => (value as Record<string, unknown>)[key]),
    put(at, encoded) {
      // By definition: an assignment to __proto__ would change the copy's prototype.
      Object.defineProperty(into, keys[at] ?? "", {
        value: encoded,
        writable: true,
        configurable: true,
        enumerable: true,
      });
    },
    nameOf: (at) => `${what}.${keys[at]}`,
  };
}

/** An instance: what its own keys hold, then the private fields of each of its classes. */
export function openInstance(
  value: object,
  name: string,
  what: string,
  keys: string[],
  state: readonly unknown[][],
): Opened {
  const instance: Tagged & { [tag]: "instance" } = {
    [tag]: "instance",
    class: name,
    own: {},
  };
  const own = openObject(value, instance.own, what, keys);
  const fields = state.flatMap((values, group) =>
    values.map((each, at) => ({ each, group, at })),
  );
  if (state.length > 0) instance.state = state.map((): unknown[] => []);
  const first = keys.length;
  return {
    copy: instance,
    children: [...own.children, ...fields.map(({ each }) => each)],
    put(at, encoded) {
      const field = fields[at - first];
      if (field === undefined) own.put(at, encoded);
      else instance.state![field.group]![field.at] = encoded;
    },
    nameOf: (at) =>
      at < first ? own.nameOf(at) : `a private field of ${what}`,
  };
}

function isSimple(value: unknown): boolean {
  if (typeof value === "object") return value === null;
  return typeof value !== "function" && typeof value !== "symbol";
}
