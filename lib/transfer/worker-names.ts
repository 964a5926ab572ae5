import vm from "node:vm";

/**
 * The notebook's names in a worker, as script-scope `let`s: compiled functions read them at native speed, and a name
 * that was defined again is seen by all of them.
 */
export class WorkerNames {
  readonly #setters = new Map<string, (value: unknown) => void>();
  readonly #values = new Map<string, unknown>();

  /** Values of names that the platform has too: a `let` of that name would hide the platform's from all code here. */
  readonly shadow: Record<string, unknown> = {};

  set(name: string, value: unknown): void {
    if (name in globalThis) {
      this.#values.set(name, value);
      this.shadow[name] = value;
      return;
    }
    let setter = this.#setters.get(name);
    if (!setter) {
      setter = vm.runInThisContext(
        `let ${name}; ($romanescoValue) => { ${name} = $romanescoValue }`,
      ) as (value: unknown) => void;
      this.#setters.set(name, setter);
    }
    this.#values.set(name, value);
    setter(value);
  }

  /** @param path a name, or a member of a namespace: `geometry.Point` */
  get(path: string): unknown {
    const [name, ...members] = path.split(".");
    return members.reduce<unknown>(
      (owner, key) => (owner as Record<string, unknown>)[key],
      this.#values.get(name!),
    );
  }

  /** The name that holds a class, if one does. */
  nameOf(constructor: unknown): string | undefined {
    for (const [name, value] of this.#values) {
      if (value === constructor) return name;
      if (
        typeof value === "object" &&
        value !== null &&
        Object.prototype.toString.call(value) === "[object Module]"
      )
        for (const [key, member] of Object.entries(value))
          if (member === constructor) return `${name}.${key}`;
    }
    return undefined;
  }
}
