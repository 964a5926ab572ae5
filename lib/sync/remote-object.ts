import { StateError } from "../errors.ts";
import { copyItem } from "./copy-item.ts";
import { ClosedError } from "./errors.ts";
import { findOriginal, isServing, SharedObject } from "./shared-object.ts";

type AnyFunction = (...args: never[]) => unknown;

/**
 * An object of a {@link Manager}, as it is used everywhere: its methods, each of which returns a promise. Arguments and results
 * are copies; the object itself stays where it was made.
 */
export type Remote<T> = {
  [
    K in keyof T as T[K] extends (...args: never[]) => unknown ? K : never
  ]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

// By the remote object that was made here; one that travelled has none, and asks.
const targets = new WeakMap<object, object>();

/** What stands for an object that lives at home. */
export class RemoteObject extends SharedObject {
  /** Class of the object, for people. */
  readonly kind: string;
  /** Names of its methods, with a blank after each. */
  readonly methods: string;

  constructor(target: object) {
    super(0);
    this.kind = target.constructor.name;
    const names = methodsOf(target);
    refuseTaken(this.kind, names);
    this.methods = names.map((name) => `${name} `).join("");
    targets.set(this, target);
  }

  protected override get operations(): readonly string[] {
    return ["call"];
  }

  /** Calls a method of the object. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    const original = findOriginal(this.id);
    // What a worker sends and gets is copied on its way.
    const copies = !isServing();
    return this.perform(
      "call",
      [method, ...args],
      original !== undefined,
      async () => {
        const target = targets.get(original ?? this);
        if (target === undefined) {
          throw new ClosedError(
            `the manager of this ${this.kind} was shut down`,
          );
        }
        const own = copies ? args.map((each) => copyItem(each)) : args;
        const result = await callMethod(target, method, own);
        return copies ? copyItem(result) : result;
      },
    );
  }

  /** The object is used no more. */
  letGo(): void {
    targets.delete(this);
  }

  protected override describe(): string {
    return this.kind;
  }
}

function refuseTaken(kind: string, names: string[]): void {
  const taken = names.find((name) => name in RemoteObject.prototype);
  if (taken === undefined) return;
  throw new TypeError(
    `a manager cannot serve the method ${taken} of ${kind}: its own objects have one of that name. Rename it.`,
  );
}

/** Methods are looked up by name: an object that travelled knows no more of its class. */
const methodsByName: ProxyHandler<object> = {
  get(target, key, receiver: RemoteObject): unknown {
    if (typeof key === "string" && !(key in target)) {
      // Its own `methods` is one of the fields that travel.
      const { methods = "" } = receiver;
      if (` ${methods}`.includes(` ${key} `)) {
        return (...args: unknown[]) => receiver.call(key, ...args);
      }
    }
    return Reflect.get(target, key, receiver);
  },
};
Object.setPrototypeOf(
  RemoteObject.prototype,
  new Proxy(SharedObject.prototype, methodsByName),
);

function callMethod(target: object, name: string, args: unknown[]): unknown {
  if (!methodsOf(target).includes(name)) {
    throw new StateError(`${target.constructor.name} has no method ${name}`);
  }
  const method = (target as Record<string, AnyFunction>)[name] as AnyFunction;
  return method.apply(target, args as never[]);
}

/** Those of its class and of the classes that it extends, without what every object has. */
function methodsOf(target: object): string[] {
  const names = new Set<string>();
  for (
    let each: object = Object.getPrototypeOf(target) as object;
    each !== null && each !== Object.prototype;
    each = Object.getPrototypeOf(each) as object
  ) {
    const all = Object.entries(Object.getOwnPropertyDescriptors(each));
    for (const [name, { value }] of all) {
      if (typeof value === "function" && name !== "constructor")
        names.add(name);
    }
  }
  return [...names];
}
