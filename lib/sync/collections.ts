/** What a {@link Manager} makes: collections with Python's methods, which workers use as one. */

/** Values by key. Python: dict. */
export class Dict<K, V> {
  readonly #entries: Map<K, V>;

  constructor(entries: Iterable<readonly [K, V]>) {
    this.#entries = new Map(entries);
  }

  /** The value of a key, or what is given instead (default undefined). */
  get(key: K, otherwise?: V): V | undefined {
    return this.#entries.has(key) ? this.#entries.get(key) : otherwise;
  }

  /** Sets the value of a key. */
  set(key: K, value: V): void {
    this.#entries.set(key, value);
  }

  /** Whether there is a value of that key. */
  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Takes a key out. @returns whether it was there */
  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  /** Removes a key and returns its value, or the given default (default undefined). */
  pop(key: K, otherwise?: V): V | undefined {
    const value = this.get(key, otherwise);
    this.#entries.delete(key);
    return value;
  }

  /** The value of a key, which is set first if there is none. Python: setdefault. */
  setDefault(key: K, value: V): V {
    if (!this.#entries.has(key)) this.#entries.set(key, value);
    return this.#entries.get(key) as V;
  }

  /** Sets many. */
  update(entries: readonly (readonly [K, V])[]): void {
    for (const [key, value] of entries) this.#entries.set(key, value);
  }

  /** The keys, in the order in which they came. */
  keys(): K[] {
    return [...this.#entries.keys()];
  }

  /** The values, in the order of their keys. */
  values(): V[] {
    return [...this.#entries.values()];
  }

  /** Keys with their values. Python: items. */
  entries(): [K, V][] {
    return [...this.#entries];
  }

  /** How many there are. Python: len. */
  size(): number {
    return this.#entries.size;
  }

  /** Takes all out. */
  clear(): void {
    this.#entries.clear();
  }

  /** All as a Map of one's own. */
  copy(): Map<K, V> {
    return new Map(this.#entries);
  }
}

/** Items in order. Python: list. A place below 0 counts from the end, so that -1 is the last. */
export class List<T> {
  readonly #items: T[];

  constructor(items: Iterable<T>) {
    this.#items = [...items];
  }

  /** The item at a place. @throws RangeError where there is none */
  get(index: number): T {
    return this.#items[this.#place(index)] as T;
  }

  /** Puts an item in the place of another. @throws RangeError where there is none */
  set(index: number, item: T): void {
    this.#items[this.#place(index)] = item;
  }

  /** Adds an item at the end. */
  append(item: T): void {
    this.#items.push(item);
  }

  /** Adds many at the end. */
  extend(items: readonly T[]): void {
    this.#items.push(...items);
  }

  /** Adds an item before that place. */
  insert(index: number, item: T): void {
    this.#items.splice(index, 0, item);
  }

  /** Takes an item out (default: the last). @throws RangeError where there is none */
  pop(index = -1): T {
    return this.#items.splice(this.#place(index), 1)[0] as T;
  }

  /** The place of the first item that is the same number, string or the like; -1 without one. */
  indexOf(item: T): number {
    return this.#items.indexOf(item);
  }

  /** Turns the order round. */
  reverse(): void {
    this.#items.reverse();
  }

  /** Sorts: numbers by size, all else as text. */
  sort(): void {
    this.#items.sort((a, b) =>
      typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a) < String(b)
          ? -1
          : 1,
    );
  }

  /** Some of the items, as `slice` of an array has them (default: all). */
  slice(from?: number, to?: number): T[] {
    return this.#items.slice(from, to);
  }

  /** How many there are. Python: len. */
  size(): number {
    return this.#items.length;
  }

  /** Takes all out. */
  clear(): void {
    this.#items.length = 0;
  }

  /** All as an array of one's own. */
  copy(): T[] {
    return [...this.#items];
  }

  #place(index: number): number {
    const { length } = this.#items;
    const at = index < 0 ? index + length : index;
    if (Number.isInteger(at) && at >= 0 && at < length) return at;
    throw new RangeError(`a list of ${length} has no item at ${index}`);
  }
}

/** One value of any kind, where a Value is one number. */
export class Box<T> {
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value. */
  get(): T {
    return this.#value;
  }

  /** Puts another in its place. */
  set(value: T): void {
    this.#value = value;
  }
}

/** Values by name. Python: Namespace, whose attributes they are. */
export class Namespace<T extends object> {
  readonly #values: Partial<T>;

  constructor(values: Partial<T>) {
    this.#values = { ...values };
  }

  /** The value of a name; undefined without one. */
  get<K extends keyof T>(name: K): T[K] | undefined {
    return this.#values[name];
  }

  /** Sets the value of a name. */
  set<K extends keyof T>(name: K, value: T[K]): void {
    this.#values[name] = value;
  }

  /** Takes a name out. */
  delete(name: keyof T): void {
    delete this.#values[name];
  }

  /** All of them. */
  copy(): Partial<T> {
    return { ...this.#values };
  }
}
