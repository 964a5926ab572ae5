import {
  cannotClone,
  isPlain,
  needsEncoding,
  toNumbers,
} from "./plain-data.ts";
import { readState, statefulClasses, tag, type Tagged } from "./tags.ts";
import { TransferError } from "./transfer-error.ts";
import type { WorkerNames } from "./worker-names.ts";

/** Makes a worker's results ready for structured clone; instances of the notebook's classes keep their class. */
export class ResultEncoder {
  constructor(private readonly names: WorkerNames) {}

  encode(
    value: unknown,
    what: string,
    seen = new Map<object, unknown>(),
  ): unknown {
    if (typeof value === "function" || typeof value === "symbol")
      throw new TransferError(
        what,
        `is a ${typeof value}, which cannot be sent back from a worker; return data`,
      );
    if (typeof value !== "object" || value === null || !needsEncoding(value))
      return value;
    if (seen.has(value)) return seen.get(value);
    const keep = <T>(encoded: T): T => (seen.set(value, encoded), encoded);
    const next = (inner: unknown, path: string) =>
      this.encode(inner, path, seen);

    if (Array.isArray(value)) {
      const numbers = toNumbers(value);
      if (numbers) return keep({ [tag]: "numbers", numbers });
      const copy: unknown[] = keep([]);
      for (const [index, each] of value.entries())
        copy[index] = next(each, `${what}[${index}]`);
      return copy;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Map.prototype) {
      const copy = keep(new Map<unknown, unknown>());
      for (const [key, each] of value as Map<unknown, unknown>)
        copy.set(
          next(key, `a key of ${what}`),
          next(each, `${what}.get(${String(key)})`),
        );
      return copy;
    }
    if (prototype === Set.prototype) {
      const copy = keep(new Set<unknown>());
      for (const each of value as Set<unknown>)
        copy.add(next(each, `a member of ${what}`));
      return copy;
    }
    if (isPlain(value)) {
      const copy: Record<string, unknown> = keep({});
      for (const [key, each] of Object.entries(value))
        copy[key] = next(each, `${what}.${key}`);
      return copy;
    }
    return this.#instance(value, what, keep, next);
  }

  #instance(
    value: object,
    what: string,
    keep: <T>(encoded: T) => T,
    next: (inner: unknown, path: string) => unknown,
  ): unknown {
    const reason = cannotClone(value);
    if (reason) throw new TransferError(what, reason);
    const { constructor } = value;
    const name = this.names.nameOf(constructor);
    if (!name)
      throw new TransferError(
        what,
        `is an instance of ${constructor?.name || "a class without a name"}, which the notebook does not know by name; ` +
          `return plain data`,
      );
    const instance: Tagged = keep({ [tag]: "instance", class: name, own: {} });
    for (const key of Object.keys(value))
      instance.own[key] = next(
        (value as Record<string, unknown>)[key],
        `${what}.${key}`,
      );
    if (value instanceof Error)
      for (const key of ["message", "stack", "cause"] as const)
        if (key in value)
          instance.own[key] = next(value[key], `${what}.${key}`);
    const classes = statefulClasses(constructor);
    if (classes.length)
      instance.state = classes.map((each) =>
        each[readState](value).map((field) =>
          next(field, `a private field of ${what}`),
        ),
      );
    return instance;
  }
}
