import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import type { Shipment, Unit } from "../../transfer/messages.ts";
import type { Hash, LargeUnit, Lesson } from "../wire/messages.ts";
import { findLuggage } from "./luggage.ts";

/** Captured data from this size on is stored by itself. */
const largeBytes = 64 * 1024;

/** What tasks need, each stored once a session under the hash of its content. */
export class Lessons {
  readonly #put: (hash: Hash, bytes: Uint8Array) => void;
  readonly #stored = new Set<Hash>();
  readonly #ofShipments = new WeakMap<Shipment, Hash>();

  /** @param put takes bytes to the object store */
  constructor(put: (hash: Hash, bytes: Uint8Array) => void) {
    this.#put = put;
  }

  /** A function. */
  ofCall(name: string, shipment: Shipment): Hash {
    const known = this.#ofShipments.get(shipment);
    if (known !== undefined) return known;
    const { entry, units } = shipment;
    const hash = this.#lesson(name, entry, units);
    this.#ofShipments.set(shipment, hash);
    return hash;
  }

  /** Classes and functions that arguments lean on. */
  ofUnits(units: Unit[]): Hash {
    return this.#lesson("", undefined, units);
  }

  /** Any value. */
  of(value: unknown): Hash {
    return this.#store(serialize(value));
  }

  #lesson(name: string, entry: Lesson["entry"], units: Unit[]): Hash {
    const luggage = findLuggage(entry, units, (bytes) => this.#store(bytes));
    const slim = units.map((unit) => this.#slim(unit));
    const lesson: Lesson = { name, entry, units: slim, luggage };
    return this.of(lesson);
  }

  #slim(unit: Unit): Unit | LargeUnit {
    if (unit.kind !== "data" || unit.bytes.length < largeBytes) return unit;
    const { key, name } = unit;
    return { kind: "large", key, name, bytes: this.#store(unit.bytes) };
  }

  #store(bytes: Uint8Array): Hash {
    const hash = createHash("sha256").update(bytes).digest("hex");
    if (this.#stored.has(hash)) return hash;
    this.#stored.add(hash);
    this.#put(hash, bytes);
    return hash;
  }
}
