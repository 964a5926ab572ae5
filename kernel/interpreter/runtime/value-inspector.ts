import { Session, type Runtime } from "node:inspector";
import { showPreview, showPrimitive } from "../preview.ts";
import type { Member } from "../wire/messages.ts";

const timeoutMs = 200;
const mostMembers = 1000;

/**
 * Looks at values of the main thread from the helper thread, also while a cell runs, and runs none of its code: V8
 * refuses what has a side effect, getters and Proxy traps included.
 * https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#method-evaluate
 */
export class ValueInspector {
  /** Members of a value that are not indices, its prototypes' included; none if it cannot be looked at. */
  async members(expression: string): Promise<Member[]> {
    const found = await evaluate(
      `(() => {
        const members = [];
        const seen = new Set();
        for (let each = Object(${expression}); each && members.length < ${mostMembers}; each = Object.getPrototypeOf(each)) {
          if (each === Object.prototype && members.length) break;
          const indexed = (Array.isArray(each) && each.length > 0) || ArrayBuffer.isView(each);
          const module = Object.getPrototypeOf(each) === null && !Object.isExtensible(each);
          for (const key of indexed ? [] : Object.getOwnPropertyNames(each)) {
            if (seen.has(key)) continue;
            seen.add(key);
            // V8 takes a look at a module's export for a side effect.
            const value = module ? undefined : Object.getOwnPropertyDescriptor(each, key).value;
            members.push(key, typeof value === "function" ? "function" : "property");
            if (members.length >= 2 * ${mostMembers}) break;
          }
        }
        return members;
      })()`,
      { returnByValue: true },
    );
    const flat = (found?.value ?? []) as string[];
    return Array.from({ length: flat.length / 2 }, (_, index) => ({
      name: flat[2 * index]!,
      kind: flat[2 * index + 1] as Member["kind"],
    }));
  }

  /** A value in a line; undefined for functions and for what cannot be looked at. */
  async preview(expression: string): Promise<string | undefined> {
    const found = await evaluate(expression, { generatePreview: true });
    if (!found || found.type === "function") return undefined;
    return found.preview ? showPreview(found.preview) : showPrimitive(found);
  }
}

function evaluate(
  expression: string,
  options: Partial<Runtime.EvaluateParameterType>,
): Promise<Runtime.RemoteObject | undefined> {
  const session = new Session();
  session.connectToMainThread();
  const group = "value-inspector";
  return new Promise<Runtime.RemoteObject | undefined>((resolve) => {
    // A main thread that waits for a child process answers nobody.
    const timer = setTimeout(resolve, 1.5 * timeoutMs, undefined);
    session.post(
      "Runtime.evaluate",
      {
        expression,
        throwOnSideEffect: true,
        timeout: timeoutMs,
        silent: true,
        objectGroup: group,
        ...options,
      },
      (error, answer) => {
        clearTimeout(timer);
        const { exceptionDetails, result } = (answer ??
          {}) as Partial<Runtime.EvaluateReturnType>;
        resolve(error || exceptionDetails ? undefined : result);
      },
    );
  }).finally(() => {
    session.post("Runtime.releaseObjectGroup", { objectGroup: group });
    session.disconnect();
  });
}
