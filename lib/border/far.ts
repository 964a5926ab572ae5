import type { Deed, GraphNode } from "./messages.ts";
import { symbolName } from "./intrinsics.ts";

/** Does something with an object of the other side, and waits for what comes of it. */
export type Ask = (deed: Deed, ...values: unknown[]) => unknown;

type FarNode = GraphNode & { kind: "function" | "instance" };

/** What every function has is done here: only the call itself goes over. */
const ofFunctions = new Set<PropertyKey>(["call", "apply", "bind"]);

/**
 * Stands for a function or an instance of the other side: whatever is done to it is done there. Inspecting it shows its
 * class alone.
 */
export function makeFar(node: FarNode, ask: Ask): object {
  const isFunction = node.kind === "function";
  const target = isFunction ? namedFunction(node.name) : namedObject(node.name);
  const far: object = new Proxy(target, {
    get(own, key): unknown {
      if (isFunction && ofFunctions.has(key))
        return Reflect.get(own, key) as unknown;
      return isShared(key) ? ask("get", far, key) : undefined;
    },
    set: (_, key, value) =>
      isShared(key) && ask("set", far, key, value) === true,
    has: (_, key) => isShared(key) && ask("has", far, key) === true,
    deleteProperty: (_, key) =>
      isShared(key) && ask("delete", far, key) === true,
    ...(isFunction
      ? functionTraps(() => far, ask)
      : objectTraps(() => far, ask)),
  });
  return far;
}

function functionTraps(far: () => object, ask: Ask): ProxyHandler<object> {
  return {
    apply: (_, self, args) => ask("call", far(), self, ...args),
    construct: (_, args) => {
      const made = ask("construct", far(), ...args);
      if (typeof made === "object" && made !== null) return made;
      throw new TypeError("a class gave no object");
    },
  };
}

function objectTraps(far: () => object, ask: Ask): ProxyHandler<object> {
  return {
    ownKeys: () => ask("keys", far()) as string[],
    getOwnPropertyDescriptor: (_, key) => {
      const found = isShared(key) ? ask("describe", far(), key) : undefined;
      if (!Array.isArray(found)) return undefined;
      const [value, enumerable] = found as [unknown, unknown];
      const rest = { writable: true, configurable: true };
      return { value, enumerable: enumerable === true, ...rest };
    },
    getPrototypeOf: () => {
      const prototype = ask("prototype", far());
      return typeof prototype === "object" ? prototype : null;
    },
  };
}

const isShared = (key: PropertyKey): boolean =>
  typeof key !== "symbol" || symbolName(key) !== undefined;

function namedFunction(name: string): object {
  // Not an arrow: it may be a class.
  const made = function () {};
  return Object.defineProperty(made, "name", {
    value: name,
    configurable: true,
  });
}

function namedObject(name: string): object {
  const prototype = Object.create(null, {
    constructor: { value: namedFunction(name) },
  }) as object;
  return Object.create(prototype) as object;
}
