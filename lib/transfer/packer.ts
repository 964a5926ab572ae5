import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import {
  type Closure,
  type Declaration,
  findCells,
  type Source,
} from "../notebook.ts";
import { boundParts } from "./bound-function.ts";
import { builtinPath } from "./builtins.ts";
import { memoryNumber } from "./memory-number.ts";
import { methodOf, unsendable } from "./method.ts";
import { keyOf } from "./key.ts";
import type { Reference, Unit } from "./messages.ts";
import { callInside, findExport } from "./module-function.ts";
import { describeOrigin, originOfInstance } from "./origin.ts";
import { libraryClass, libraryName, libraryPath } from "./library-classes.ts";
import { type ByReference, goesByReference } from "./by-reference.ts";
import {
  leaf,
  newParcel,
  openInstance,
  StructureEncoder,
  type Opened,
} from "./structure.ts";
import {
  ownName,
  readState,
  statefulClasses,
  tag,
  type Tagged,
} from "./tags.ts";
import { TransferError } from "./transfer-error.ts";
import { describePlace } from "./place.ts";
import { cannotClone, isShared } from "./plain-data.ts";

/** Where a worker finds this library's classes: beside this file, once bundled. */
const libraryFile = new URL("./index.js", import.meta.url).href;

type AnyFunction = (...args: never[]) => unknown;

/** Who needs something: a function, or a value. */
interface User {
  name: string;
  /** Where the function begins, in the compiled cell. */
  at?: { file: string; line: number; column: number };
}

/**
 * Walks from a function or value over everything a worker needs for it. One Packer per call: what it has seen is kept
 * once, and cycles end where they began.
 */
export class Packer extends StructureEncoder {
  readonly warnings: string[] = [];
  /** The first that is in shared memory, for people. */
  shared: string | undefined;
  /** Locks, queues and so on among the values. */
  readonly objects: ByReference[] = [];
  readonly #notebook = findCells();
  readonly #units = new Map<string, Unit>();
  readonly #needed = new Set<string>();
  /** In what is cloned in one piece each function is there once. */
  #references = new Map<object, Reference>();
  /** Of what travels as bytes: its shared memory, by number. */
  #memory: Map<number, object> | undefined;
  /** Of the variable whose value is being encoded. */
  #user: User | undefined;

  /** In the order in which a worker can define them. */
  units(): Unit[] {
    return [...this.#units.values()];
  }

  // --- functions

  /** The function that a worker shall run. */
  entry(fn: AnyFunction, what: string): Reference {
    const target = this.reference(fn, what);
    const { parts } = this.parcel;
    return parts.length > 0 ? { kind: "deep", target, parts } : target;
  }

  reference(fn: AnyFunction, what: string): Reference {
    const known = this.#references.get(fn);
    if (known) return known;
    const found =
      this.#named(fn) ?? this.#closure(fn, what) ?? this.#other(fn, what);
    this.#references.set(fn, found);
    return found;
  }

  /** A built-in, a top-level function or class, an imported function, a member of an imported namespace. */
  #named(fn: AnyFunction): Reference | undefined {
    const path = builtinPath(fn);
    if (path) return { kind: "builtin", path };
    const owner = this.#nameOf(fn);
    if (!owner) return undefined;
    this.#need(owner.split(".")[0]!, { name: fn.name });
    return { kind: "name", name: owner };
  }

  #nameOf(fn: AnyFunction): string | undefined {
    const notebook = this.#notebook;
    if (!notebook) return undefined;
    const own = notebook.declaration(fn.name);
    if (own && own.kind !== "variable" && notebook.value(fn.name) === fn)
      return fn.name;
    if (notebook.closure(fn)) return undefined;
    for (const name of notebook.names()) {
      const declaration = notebook.declaration(name);
      if (!declaration || declaration.kind === "variable") continue;
      const value = notebook.value(name);
      if (value === fn) return name;
      const method = methodOf(value, fn);
      if (method !== undefined) return `${name}.${method}`;
      if (declaration.kind !== "import" || declaration.imported !== "*")
        continue;
      for (const [key, member] of Object.entries(value as object))
        if (member === fn) return `${name}.${key}`;
    }
    return undefined;
  }

  #closure(fn: AnyFunction, what: string): Reference | undefined {
    const closure = this.#notebook?.closure(fn);
    if (!closure) return undefined;
    if (closure.lexicalThis)
      throw this.#refusal(
        what,
        `(${this.#placeOf(closure)}) is an arrow function that uses the \`this\` around it, which stays behind; ` +
          `pass what it needs as an argument`,
      );
    const reference: Reference & { kind: "closure" } = {
      kind: "closure",
      key: keyOf(closure.source, `${closure.file}:${closure.line}`),
      source: closure.source,
      file: closure.file,
      line: closure.line,
      column: closure.column,
      shadowed: this.#shadowed(closure),
      loader: this.#loaderOf(closure),
      free: closure.free,
      captured: closure.captured,
      values: [],
    };
    // Known before its captured values are: it may have captured itself.
    this.#references.set(fn, reference);
    const user = { name: fn.name || "an inline function", at: closure };
    this.#needEffects(closure.file);
    this.#needAll(closure, user);
    this.#addSourceMap(closure.file);
    for (const written of closure.capturedWrites)
      this.#warnOfWrite(written, user);
    reference.values = this.#readCaptured(closure, user, what);
    return reference;
  }

  #readCaptured(closure: Closure, user: User, what: string): unknown[] {
    if (!closure.captured.length) return [];
    let values: unknown[];
    try {
      values = closure.read();
    } catch (cause) {
      throw this.#refusal(
        what,
        `captures a variable that has no value yet: ${String(cause)}`,
      );
    }
    return values.map((value, index) =>
      this.#encodeVariable(value, closure.captured[index]!, user),
    );
  }

  #other(fn: AnyFunction, what: string): Reference {
    const bound = boundParts(fn);
    if (bound)
      return {
        kind: "bound",
        target: this.reference(bound.target, what),
        self: this.encode(bound.self, `\`this\` of ${what}`),
        args: bound.args.map((value, index) =>
          this.encode(value, `argument ${index} bound to ${what}`),
        ),
      };
    if (/^class\b/.test(Function.prototype.toString.call(fn)) && this.#notebook)
      throw this.#refusal(
        what,
        `is the class ${fn.name}, declared inside a function; declare it at the top level of a cell`,
      );
    const found = findExport(fn);
    if (found.url === undefined) throw this.#refusal(what, found.reason);
    // A cell's name is that of no file.
    if (!this.#notebook || existsSync(fileURLToPath(found.url)))
      return { kind: "export", ...found };
    throw this.#refusal(what, unsendable());
  }

  // --- names

  #needAll({ free, writes }: Source, user: User): void {
    for (const name of free) this.#need(name, user);
    for (const name of writes)
      if (this.#notebook?.declaration(name)) this.#warnOfWrite(name, user);
  }

  #shadowed({ free }: Source): string[] {
    return free.filter(
      (name) => name in globalThis && this.#notebook?.declaration(name),
    );
  }

  /** What a source needs that imports while it runs: the notebook's own way of finding modules. */
  #loaderOf({ source }: Source): string | undefined {
    return /\bimport\s*\(/.test(source)
      ? this.#notebook?.typescriptLoader
      : undefined;
  }

  #warnOfWrite(name: string, user: User): void {
    const warning =
      `"${name}" is changed inside ${this.#describeUser(user)}; in a worker that changes the worker's own copy, not yours. ` +
      `Return the new value, or share a Value.`;
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  #need(name: string, user: User): void {
    if (this.#needed.has(name)) return;
    this.#needed.add(name);
    const declaration = this.#notebook?.declaration(name);
    // A global of the platform, or no name at all: the worker meets the same, with the same error.
    if (!declaration) return;
    const unit = this.#toUnit(declaration, user);
    // After everything that it needs itself, so that a base class comes before the class that extends it.
    this.#units.set(`${unit.kind} ${name}`, unit);
  }

  /** What a cell and those before it imported for what that does, before all that may count on it. */
  #needEffects(file: string): void {
    const { directory, typescriptLoader } = this.#notebook!;
    for (const specifier of this.#notebook!.effects(file)) {
      const url = this.#notebook!.resolve(specifier);
      const name = `import ${url}`;
      if (this.#units.has(name)) continue;
      const place = { url, directory, typescriptLoader };
      this.#units.set(name, {
        kind: "effect",
        key: keyOf(name),
        name,
        ...place,
      });
    }
  }

  #toUnit(declaration: Declaration, user: User): Unit {
    const { name } = declaration;
    switch (declaration.kind) {
      case "import": {
        const url = this.#notebook!.resolve(declaration.specifier);
        const { imported } = declaration;
        return {
          kind: "import",
          key: keyOf(name, url, imported),
          name,
          url,
          imported,
          directory: this.#notebook!.directory,
          typescriptLoader: this.#notebook!.typescriptLoader,
        };
      }
      case "function":
      case "class": {
        this.#needEffects(declaration.file);
        this.#needAll(declaration, { name, at: declaration });
        this.#addSourceMap(declaration.file);
        const { kind, source, file, line, column } = declaration;
        return {
          kind,
          key: keyOf(name, source, file),
          name,
          source,
          file,
          line,
          column,
          shadowed: this.#shadowed(declaration),
          loader: this.#loaderOf(declaration),
          free: declaration.free,
        };
      }
      case "variable":
        return this.#toData(name, user);
    }
  }

  #toData(name: string, user: User): Unit {
    const outer = [this.parcel, this.#references, this.#memory] as const;
    const memory = new Map<number, object>();
    this.parcel = newParcel();
    this.#references = new Map();
    this.#memory = memory;
    const value = this.#notebook!.value(name);
    const encoded = this.#encodeVariable(value, name, user);
    const bytes = serialize(this.withParts(encoded));
    [this.parcel, this.#references, this.#memory] = outer;
    const key = keyOf(name, bytes);
    return memory.size
      ? { kind: "data", key, name, bytes, memory }
      : { kind: "data", key, name, bytes };
  }

  #encodeVariable(value: unknown, name: string, user: User): unknown {
    const outer = this.#user;
    this.#user = user;
    const encoded = this.encode(value, name);
    this.#user = outer;
    return encoded;
  }

  #addSourceMap(file: string): void {
    const key = `source-map ${file}`;
    if (this.#units.has(key)) return;
    const json = this.#notebook?.sourceMap(file);
    if (json)
      this.#units.set(key, {
        kind: "source-map",
        key: keyOf(json),
        file,
        json,
      });
  }

  // --- values

  /** All at once: an object that is in two of them stays one. */
  encodeAll(values: unknown[], nameOf: (index: number) => string): unknown[] {
    const encoded = values.map((value, at) => this.encode(value, nameOf(at)));
    encoded[0] = this.withParts(encoded[0]);
    return encoded;
  }

  protected override encodeOther(
    value: Function | symbol,
    what: string,
  ): unknown {
    if (typeof value === "symbol")
      throw this.#refusal(what, "is a symbol; send its description instead");
    const reference = this.reference(value as AnyFunction, what);
    // A worker imports the function that it runs, and decodes all others at once.
    if (reference.kind === "export" && this.#notebook)
      throw this.#refusal(
        what,
        `is the function ${reference.name} from ${describeOrigin(reference.url)}, which cannot be sent inside a value; ` +
          `import it in a cell and call it by its name, or ${callInside}`,
      );
    return this.#tagged({ [tag]: "function", reference });
  }

  protected override open(value: object, what: string): Opened {
    if (goesByReference(value)) return this.#shareObject(value);
    return isShared(value)
      ? leaf(this.#leaveShared(value, what))
      : this.#openInstance(value, what);
  }

  /** Structured clone shares it with threads; of data that travels as bytes it stays apart. */
  #leaveShared(value: object, what: string): object {
    this.shared ??= this.#describe(what);
    if (!this.#memory) return value;
    const number = memoryNumber(value);
    this.#memory.set(number, value);
    return this.#tagged({ [tag]: "shared", number });
  }

  #openInstance(value: object, what: string): Opened {
    const { constructor } = value;
    const reason = cannotClone(value);
    if (reason) throw this.#refusal(what, reason);
    const name =
      typeof constructor === "function" &&
      constructor.prototype === Object.getPrototypeOf(value) &&
      (this.#nameOf(constructor as AnyFunction) ?? libraryPath(constructor));
    if (!name) throw this.#refusal(what, this.#whyUnknown(value));
    if (libraryClass(name)) this.#needLibrary(libraryName, "*");
    else this.#need(name.split(".")[0]!, { name: what });
    const state = statefulClasses(constructor).map((each) =>
      each[readState](value),
    );
    return openInstance(value, name, what, ownKeys(value), state);
  }

  #whyUnknown(value: object): string {
    const { constructor } = value;
    const origin = this.#notebook && originOfInstance(value);
    const isNamed = constructor?.name && constructor !== Object;
    if (origin !== undefined)
      return (
        `is ${isNamed ? `an instance of ${constructor.name}` : "an object"} from ${origin}, which cannot be sent; ` +
        "make it inside the function that workers run, or in a module that this function imports"
      );
    return (
      `is an instance of ${constructor?.name || "a class without a name"}, which a worker does not know; ` +
      (this.#notebook
        ? "declare the class at the top level of a cell, or send plain data"
        : "send plain data, and make the instance inside the function")
    );
  }

  /** A lock, a queue and so on: an instance of a class of this library, whether or not a cell imported that. */
  #shareObject(object: ByReference): Opened {
    this.objects.push(object);
    const imported = object.constructor.name;
    const name = ownName(imported);
    this.#needLibrary(name, imported);
    const own = { ...object };
    return leaf(this.#tagged({ [tag]: "instance", class: name, own }));
  }

  /** Something of this library, by a name that no cell has. */
  #needLibrary(name: string, imported: string): void {
    this.#units.set(`import ${name}`, {
      kind: "import",
      key: keyOf(name, libraryFile),
      name,
      url: libraryFile,
      imported,
      directory: this.#notebook?.directory ?? process.cwd(),
      typescriptLoader: this.#notebook?.typescriptLoader ?? "",
    });
  }

  #refusal(what: string, reason: string): TransferError {
    return new TransferError(this.#describe(what), reason);
  }

  /** `variable "xs" (used by f, cell [3], line 2)`, or a place in it: `xs[3].handler (used by ...)`. */
  #describe(what: string): string {
    if (!this.#user) return what;
    const name = /^[\p{ID_Continue}$]+$/u.test(what)
      ? `variable "${what}"`
      : what;
    return `${name} (used by ${this.#describeUser(this.#user)})`;
  }

  #describeUser({ name, at }: User): string {
    return at ? `${name}, ${this.#placeOf(at)}` : name;
  }

  #placeOf(at: Required<User>["at"]): string {
    return describePlace(at, this.#notebook?.sourceMap(at.file));
  }

  #tagged(value: Tagged): Tagged {
    return value;
  }
}

function ownKeys(value: object): string[] {
  const keys = Object.keys(value);
  // An error's message and stack are its own, and not enumerable.
  return value instanceof Error
    ? [
        ...new Set([
          ...keys,
          "message",
          "stack",
          ...("cause" in value ? ["cause"] : []),
        ]),
      ]
    : keys;
}
