/** Where a piece of binary data stands in a state: `["pixels"]`, `["layers", 0, "data"]`. */
export type BufferPath = (string | number)[];

/** A state as it travels: JSON, and beside it what is none. */
export interface Separated {
  state: object;
  buffer_paths: BufferPath[];
  buffers: (ArrayBuffer | ArrayBufferView)[];
}

/**
 * Takes binary data out of a state. In a list its place is null, in an object its name is gone; whoever gets the message puts
 * it back.
 */
export function separateBuffers(state: object): Separated {
  const buffer_paths: BufferPath[] = [];
  const buffers: (ArrayBuffer | ArrayBufferView)[] = [];
  const copy = (value: unknown, path: BufferPath): unknown => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      buffer_paths.push(path);
      buffers.push(value);
      return undefined;
    }
    if (Array.isArray(value))
      return value.map((each, at) => copy(each, [...path, at]) ?? null);
    if (!isPlain(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, each]) => [name, copy(each, [...path, name])] as const)
        .filter(([, each]) => each !== undefined),
    );
  };
  return { state: copy(state, []) as object, buffer_paths, buffers };
}

/** Puts binary data back in its places. What a path leads nowhere with is left out. */
export function joinBuffers(
  state: object,
  paths: readonly BufferPath[],
  buffers: readonly Uint8Array[],
): void {
  for (const [at, path] of paths.entries()) {
    let place: unknown = state;
    for (const step of path.slice(0, -1)) place = memberOf(place, step);
    const last = path.at(-1);
    if (typeof place === "object" && place !== null && last !== undefined)
      Object.defineProperty(place, last, {
        value: buffers[at],
        configurable: true,
        enumerable: true,
        writable: true,
      });
  }
}

function memberOf(value: unknown, name: string | number): unknown {
  return typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
