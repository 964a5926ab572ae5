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
import { unsendable } from "./method.ts";
import { keyOf } from "./key.ts";
import type { Reference, Unit } from "./messages.ts";
import { callInside, findExport } from "./module-function.ts";
import { describeOrigin } from "./origin.ts";
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
import { nameOf } from "./name-of.ts";
import { ownKeys } from "./own-keys.ts";
import { Refusals, type User } from "./refusals.ts";
import { shipmentOf } from "./shipped.ts";
import { Units } from "./units.ts";
import { whyUnknown } from "./why-unknown.ts";
import { cannotClone, isShared } from "./plain-data.ts";

type AnyFunction = (...args: never[]) => unknown;

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
  readonly #units = new Units(this.#notebook);
  readonly #refusals = new Refusals(this.#notebook);
  readonly #needed = new Set<string>();
  /** In what is cloned in one piece each function is there once. */
  #references = new Map<object, Reference>();
  /** Of what travels as bytes: its shared memory, by number. */
  #memory: Map<number, object> | undefined;
  /** In the order in which a worker can define them. */
  units(): Unit[] {
    return this.#units.toArray();
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
      this.#shipped(fn) ??
      this.#named(fn) ??
      this.#closure(fn, what) ??
      this.#other(fn, what);
    this.#references.set(fn, found);
    return found;
  }

  /** What another process has packed. */
  #shipped(fn: AnyFunction): Reference | undefined {
    const shipment = shipmentOf(fn);
    for (const unit of shipment?.units ?? []) {
      const name = unit.kind === "source-map" ? unit.file : unit.name;
      this.#units.add(name, unit);
    }
    return shipment?.entry;
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
    return this.#notebook && nameOf(this.#notebook, fn);
  }

  #closure(fn: AnyFunction, what: string): Reference | undefined {
    const closure = this.#notebook?.closure(fn);
    if (!closure) return undefined;
    if (closure.lexicalThis)
      throw this.#refusals.of(
        what,
        `(${this.#refusals.placeOf(closure)}) is an arrow function that uses the \`this\` around it, which stays behind; ` +
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
    this.#units.needEffects(closure.file);
    this.#needAll(closure, user);
    this.#units.addSourceMap(closure.file);
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
      throw this.#refusals.of(
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
      throw this.#refusals.of(
        what,
        `is the class ${fn.name}, declared inside a function; declare it at the top level of a cell`,
      );
    const found = findExport(fn);
    if (found.url === undefined) throw this.#refusals.of(what, found.reason);
    // A cell's name is that of no file.
    if (!this.#notebook || existsSync(fileURLToPath(found.url)))
      return { kind: "export", ...found };
    throw this.#refusals.of(what, unsendable());
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
      `"${name}" is changed inside ${this.#refusals.describeUser(user)}; in a worker that changes the worker's own copy, not yours. ` +
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
    this.#units.add(name, unit);
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
        this.#units.needEffects(declaration.file);
        this.#needAll(declaration, { name, at: declaration });
        this.#units.addSourceMap(declaration.file);
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
    const outer = this.#refusals.user;
    this.#refusals.user = user;
    const encoded = this.encode(value, name);
    this.#refusals.user = outer;
    return encoded;
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
      throw this.#refusals.of(
        what,
        "is a symbol; send its description instead",
      );
    const reference = this.reference(value as AnyFunction, what);
    // A worker imports the function that it runs, and decodes all others at once.
    if (reference.kind === "export" && this.#notebook)
      throw this.#refusals.of(
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
    this.shared ??= this.#refusals.describe(what);
    if (!this.#memory) return value;
    const number = memoryNumber(value);
    this.#memory.set(number, value);
    return this.#tagged({ [tag]: "shared", number });
  }

  #openInstance(value: object, what: string): Opened {
    const { constructor } = value;
    const reason = cannotClone(value);
    if (reason) throw this.#refusals.of(what, reason);
    const name =
      typeof constructor === "function" &&
      constructor.prototype === Object.getPrototypeOf(value) &&
      (this.#nameOf(constructor as AnyFunction) ?? libraryPath(constructor));
    if (!name)
      throw this.#refusals.of(
        what,
        whyUnknown(value, this.#notebook !== undefined),
      );
    if (libraryClass(name)) this.#units.needLibrary(libraryName, "*");
    else this.#need(name.split(".")[0]!, { name: what });
    const state = statefulClasses(constructor).map((each) =>
      each[readState](value),
    );
    return openInstance(value, name, what, ownKeys(value), state);
  }

  /** A lock, a queue and so on: an instance of a class of this library, whether or not a cell imported that. */
  #shareObject(object: ByReference): Opened {
    this.objects.push(object);
    const imported = object.constructor.name;
    const name = ownName(imported);
    this.#units.needLibrary(name, imported);
    const own = { ...object };
    return leaf(this.#tagged({ [tag]: "instance", class: name, own }));
  }

  #tagged(value: Tagged): Tagged {
    return value;
  }
}
