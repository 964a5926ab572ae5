import type { Runtime } from "node:inspector";
import type { Variable } from "../debug-adapter.ts";
import { lengthOf, toLine, typeOf } from "./remote-values.ts";
import type { V8Debugger } from "./v8-debugger.ts";

/** So many elements of an array are shown at once; of longer ones, ranges. */
const pageLength = 100;
const mostRanges = 100;

type Parts = () => Promise<Variable[]>;

/** Numbers are given once in a session, so that one of an earlier stop names nothing. */
let lastReference = 0;

/** Values that a front end looks at, as long as they can be looked at: at one stop, or between two cells. */
export class Variables {
  readonly #parts = new Map<number, Parts>();

  readonly #v8: V8Debugger;
  readonly #group: string;
  #hasGroup = false;
  readonly #withTypes: () => boolean;

  /** @param withTypes whether the front end shows types beside values, not in their place */
  constructor(v8: V8Debugger, group: string, withTypes: () => boolean) {
    this.#v8 = v8;
    this.#group = group;
    this.#withTypes = withTypes;
  }

  /** For what V8 is asked for: it keeps that until `release`. */
  useGroup(): string {
    this.#hasGroup = true;
    return this.#group;
  }

  /** Before the code goes on; asks V8 nothing if nobody has looked. */
  release(): void {
    if (!this.#hasGroup) return;
    this.#hasGroup = false;
    const objectGroup = this.#group;
    void this.#v8.ask("Runtime.releaseObjectGroup", { objectGroup });
  }

  /** The parts of what has this number; undefined if nothing has. */
  read(reference: number): Promise<Variable[]> | undefined {
    return this.#parts.get(reference)?.();
  }

  /** @returns a number for something with parts */
  add(parts: Parts): number {
    let read: Promise<Variable[]> | undefined;
    this.#parts.set(++lastReference, () => (read ??= parts()));
    return lastReference;
  }

  forget(): void {
    this.#parts.clear();
  }

  toVariable(
    name: string,
    value: Runtime.RemoteObject,
    evaluateName?: string,
  ): Variable {
    const { objectId } = value;
    const reference =
      objectId === undefined
        ? 0
        : this.add(() => this.#partsOf(value, objectId, evaluateName));
    return {
      name,
      value: toLine(value, name),
      ...(this.#withTypes() ? { type: typeOf(value) } : {}),
      evaluateName,
      variablesReference: reference,
    };
  }

  /** What an object of V8's holds, each by its name. */
  async properties(objectId: string): Promise<Runtime.PropertyDescriptor[]> {
    const { result } = await this.#v8.ask("Runtime.getProperties", {
      objectId,
      ownProperties: true,
      generatePreview: true,
    });
    return result;
  }

  async #partsOf(
    value: Runtime.RemoteObject,
    objectId: string,
    path: string | undefined,
  ): Promise<Variable[]> {
    const length = lengthOf(value) ?? 0;
    if (length > pageLength) return this.#ranges(objectId, 0, length, path);
    const found = await this.#v8.ask("Runtime.getProperties", {
      objectId,
      ownProperties: true,
      generatePreview: true,
    });
    const entries = found.internalProperties?.find(
      ({ name }) => name === "[[Entries]]",
    )?.value?.objectId;
    return [
      ...found.result
        .filter(isShown)
        .map((each) => this.#toPart(each, partPath(path, each.name))),
      ...privateOf(found).map((each) => this.#toPart(each, undefined)),
      ...(entries ? await this.#entries(entries) : []),
    ];
  }

  #toPart(
    { name, value, get }: Runtime.PropertyDescriptor,
    path: string | undefined,
  ): Variable {
    if (value) return this.toVariable(name, value, path);
    const line = get?.type === "function" ? "(getter)" : "(setter)";
    return { name, value: line, evaluateName: path, variablesReference: 0 };
  }

  /** Of a Map, a Set. */
  async #entries(objectId: string): Promise<Variable[]> {
    const entries = await this.properties(objectId);
    return entries.flatMap(({ name, value }) =>
      value && /^\d+$/.test(name)
        ? [{ ...this.toVariable(name, value), value: toEntry(value) }]
        : [],
    );
  }

  /** Of an array's elements from one to before another. */
  #ranges(
    objectId: string,
    from: number,
    to: number,
    path: string | undefined,
  ): Variable[] {
    const step = Math.max(pageLength, Math.ceil((to - from) / mostRanges));
    const count = Math.ceil((to - from) / step);
    return Array.from({ length: count }, (_, index) => {
      const start = from + index * step;
      const end = Math.min(start + step, to);
      const parts = async () =>
        step > pageLength
          ? this.#ranges(objectId, start, end, path)
          : this.#elements(objectId, start, end, path);
      return {
        name: `[${start} … ${end - 1}]`,
        value: "",
        variablesReference: this.add(parts),
      };
    });
  }

  async #elements(
    objectId: string,
    start: number,
    end: number,
    path: string | undefined,
  ): Promise<Variable[]> {
    const { result } = await this.#v8.ask("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration:
        "function (start, end) { return Array.from(this.slice(start, end)); }",
      arguments: [{ value: start }, { value: end }],
      objectGroup: this.useGroup(),
    });
    const found = await this.properties(result.objectId!);
    return found.flatMap(({ name, value }) => {
      const index = String(start + Number(name));
      return value && /^\d+$/.test(name)
        ? [this.toVariable(index, value, partPath(path, index))]
        : [];
    });
  }
}

function isShown({ name, value, get, set }: Runtime.PropertyDescriptor) {
  return (
    name !== "__proto__" &&
    (value !== undefined ||
      get?.type === "function" ||
      set?.type === "function")
  );
}

/** V8 has them in a list of their own, which Node's types lack. */
function privateOf(
  found: Runtime.GetPropertiesReturnType & {
    privateProperties?: Runtime.PropertyDescriptor[];
  },
): Runtime.PropertyDescriptor[] {
  return found.privateProperties ?? [];
}

function toEntry(entry: Runtime.RemoteObject): string {
  return entry.description ?? toLine(entry);
}

function partPath(path: string | undefined, name: string): string | undefined {
  if (path === undefined) return undefined;
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    return `${path}.${name}`;
  return /^\d+$/.test(name)
    ? `${path}[${name}]`
    : `${path}[${JSON.stringify(name)}]`;
}
