import { Session, type Runtime } from "node:inspector";
import { showPreview, showPrimitive, showVariable } from "../preview.ts";
import type { HeldName, Member, Shown } from "../wire/messages.ts";

const timeoutMs = 200;
const mostMembers = 1000;
const longestText = 200;
/** So many of an array or a map are shown. */
const mostEntries = 3;
const largest = `${2n ** 256n}n`;

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

  /** What variables hold, in their order; none of those that hold nothing yet. */
  async variables(names: HeldName[]): Promise<Shown[]> {
    const own = names.map(([, each]) => each);
    const values = await inMainThread(async (ask) => {
      const list = await evaluateBy(ask, expressionOf(own));
      const all = await entriesOf(ask, list, false);
      // V8 would send a hundred entries of each, and make a list of all.
      const placesOf = (wanted: string) => ({
        value: [...all].flatMap(([index, { subtype }]) =>
          subtype === wanted ? [Number(index)] : [],
        ),
      });
      const short = await ask<Runtime.CallFunctionOnReturnType>(
        "Runtime.callFunctionOn",
        {
          objectId: list?.objectId,
          functionDeclaration: beginnings,
          arguments: ["array", "map", "set"].map(placesOf),
          throwOnSideEffect: true,
          silent: true,
          objectGroup: group,
        },
      );
      const previews = await entriesOf(ask, short?.result, true);
      return { all, previews };
    });
    return names.flatMap(([name], index) => {
      const value = values.all.get(`${2 * index}`);
      if (!value) return [];
      const length = values.all.get(`${2 * index + 1}`)?.value as number;
      const { preview } = values.previews.get(`${2 * index}`) ?? {};
      return [{ name, ...showVariable({ ...value, preview }, length) }];
    });
  }
}

/** What a list of the main thread holds, by index. */
async function entriesOf(
  ask: Ask,
  list: Runtime.RemoteObject | undefined,
  generatePreview: boolean,
): Promise<Map<string, Runtime.RemoteObject>> {
  if (!list?.objectId) return new Map();
  const found = await ask<Runtime.GetPropertiesReturnType>(
    "Runtime.getProperties",
    { objectId: list.objectId, ownProperties: true, generatePreview },
  );
  return new Map(
    found?.result.flatMap(({ name, value }) => (value ? [[name, value]] : [])),
  );
}

/** The same list with the first entries alone of what is long in it: of arrays, maps and sets at these places, and of typed arrays. */
const beginnings = `function (arrays, maps, sets) {
  const short = [];
  for (let index = 0; index < this.length; index++) {
    const value = this[index];
    if (typeof value === "object") short[index] = value;
    if (!ArrayBuffer.isView(value) || value.length === undefined) continue;
    short[index] = [];
    for (let at = 0; at < ${mostEntries} && at < value.length; at++) short[index][at] = value[at];
  }
  for (const index of arrays) {
    const begin = [];
    for (let at = 0; at < ${mostEntries}; at++) {
      const value = Object.getOwnPropertyDescriptor(this[index], at)?.value;
      if (value !== undefined) begin[at] = typeof value === "string" ? value.slice(0, ${longestText}) : value;
    }
    short[index] = begin;
  }
  const begin = (all, entries, take) => {
    for (let at = 0; at < ${mostEntries}; at++) {
      const entry = entries.next();
      if (entry.done) break;
      take(entry.value);
    }
    return all;
  };
  for (const index of maps) {
    const map = new Map();
    short[index] = begin(map, Map.prototype.entries.call(this[index]), (entry) => map.set(entry[0], entry[1]));
  }
  for (const index of sets) {
    const set = new Set();
    short[index] = begin(set, Set.prototype.values.call(this[index]), (value) => set.add(value));
  }
  return short;
}`;

/**
 * Of each variable the value, and of a text its length. Texts are cut and giant integers left out, for what is found is
 * sent whole. A name whose declaration was never reached has no place in the list.
 */
function expressionOf(names: string[]): string {
  return `(() => {
    const found = [];
    const looks = [${names.map((name) => `() => ${name}`).join()}];
    for (let index = 0; index < ${names.length}; index++) {
      try {
        const value = looks[index]();
        const isText = typeof value === "string";
        const isGiant = typeof value === "bigint" && (value > ${largest} || value < -${largest});
        found[2 * index] = isText ? value.slice(0, ${longestText}) : isGiant ? Object(0n) : value;
        if (isText) found[2 * index + 1] = value.length;
      } catch {}
    }
    return found;
  })()`;
}

function evaluate(
  expression: string,
  options: Partial<Runtime.EvaluateParameterType>,
): Promise<Runtime.RemoteObject | undefined> {
  return inMainThread((ask) => evaluateBy(ask, expression, options));
}

async function evaluateBy(
  ask: Ask,
  expression: string,
  options: Partial<Runtime.EvaluateParameterType> = {},
): Promise<Runtime.RemoteObject | undefined> {
  const answer = await ask<Runtime.EvaluateReturnType>("Runtime.evaluate", {
    expression,
    throwOnSideEffect: true,
    timeout: timeoutMs,
    silent: true,
    objectGroup: group,
    ...options,
  });
  return answer?.exceptionDetails ? undefined : answer?.result;
}

const group = "value-inspector";

/** Asks V8 about the main thread; undefined if that cannot be asked. */
type Ask = <T>(method: string, params: object) => Promise<T | undefined>;

async function inMainThread<T>(look: (ask: Ask) => Promise<T>): Promise<T> {
  const session = new Session();
  session.connectToMainThread();
  const ask: Ask = <Answer>(method: string, params: object) =>
    new Promise<Answer | undefined>((resolve) => {
      // A main thread that waits for a child process answers nobody.
      const timer = setTimeout(resolve, 1.5 * timeoutMs, undefined);
      session.post(method, params, (error, answer) => {
        clearTimeout(timer);
        resolve(error ? undefined : (answer as Answer));
      });
    });
  try {
    return await look(ask);
  } finally {
    session.post("Runtime.releaseObjectGroup", { objectGroup: group });
    session.disconnect();
  }
}
