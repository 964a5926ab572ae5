import { Session } from "node:inspector";

type AnyFunction = (...args: never[]) => unknown;

/**
 * What a bound function is bound to, asked of V8's inspector; undefined for other functions.
 * https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#type-InternalPropertyDescriptor
 */
export function boundParts(
  fn: AnyFunction,
): { target: AnyFunction; self: unknown; args: unknown[] } | undefined {
  if (!fn.name.startsWith("bound ") || "prototype" in fn) return undefined;
  const internals = internalProperties(fn, [
    "[[TargetFunction]]",
    "[[BoundThis]]",
    "[[BoundArgs]]",
  ]);
  const target = internals["[[TargetFunction]]"];
  if (typeof target !== "function") return undefined;
  return {
    target: target as AnyFunction,
    self: internals["[[BoundThis]]"],
    args: [...((internals["[[BoundArgs]]"] as unknown[] | undefined) ?? [])],
  };
}

const slot = Symbol.for("romanesco.inspected");

function internalProperties(
  fn: AnyFunction,
  names: string[],
): Record<string, unknown> {
  const globals = globalThis as Record<symbol, unknown>;
  const session = new Session();
  const found: Record<string, unknown> = {};
  session.connect();
  try {
    globals[slot] = { fn, found };
    const objectId = evaluate(
      session,
      `globalThis[Symbol.for("romanesco.inspected")].fn`,
    );
    session.post(
      "Runtime.getProperties",
      { objectId, ownProperties: true },
      (_error, { internalProperties = [] }) => {
        for (const { name, value } of internalProperties)
          if (names.includes(name) && value)
            session.post("Runtime.callFunctionOn", {
              functionDeclaration: `function (name, value) { this.found[name] = value }`,
              objectId: evaluate(
                session,
                `globalThis[Symbol.for("romanesco.inspected")]`,
              ),
              arguments: [
                { value: name },
                value.objectId
                  ? { objectId: value.objectId }
                  : { value: value.value as unknown },
              ],
            });
      },
    );
  } finally {
    delete globals[slot];
    session.disconnect();
  }
  return found;
}

function evaluate(session: Session, expression: string): string {
  let objectId = "";
  session.post("Runtime.evaluate", { expression }, (_error, { result }) => {
    objectId = result.objectId ?? "";
  });
  return objectId;
}
