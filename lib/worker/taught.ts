import type { Unit } from "../transfer/messages.ts";
import type { WireTask } from "./messages.ts";
import type { Call, Task } from "./task.ts";

/** What a worker has been told, so that it is told each thing once. */
export class Taught {
  /** Key of the unit that each name stands for in the worker: a name defined anew must be sent again. */
  readonly #units = new Map<string, string>();
  readonly #calls = new Set<number>();
  #forget: number[] = [];

  constructor(units: readonly Unit[]) {
    for (const unit of units) this.#learn(unit);
  }

  /** The task as it goes to the worker, with what the worker lacks for it. */
  toWire(task: Task, ahead: boolean): WireTask {
    const { call } = task;
    const wire: WireTask = {
      id: task.id,
      mode: task.mode,
      call: call.id,
      args: task.args,
      cell: call.cell,
    };
    const lacking = unitsOf(task).filter((unit) => this.#learn(unit));
    if (lacking.length > 0) wire.units = lacking;
    if (task.marked) wire.marked = true;
    if (task.bundle !== undefined) {
      const { ids, places } = task.bundle;
      wire.bundle = { ids, places, ahead };
    } else if (ahead) wire.ahead = true;
    if (!this.#calls.has(call.id)) {
      this.#calls.add(call.id);
      wire.entry = call.shipment.entry;
    }
    return wire;
  }

  /** The message never arrived: what it would have taught the worker is unknown there. */
  takeBack(wires: readonly WireTask[]): void {
    for (const wire of wires) {
      for (const unit of wire.units ?? []) this.#units.delete(nameOf(unit));
      if (wire.entry !== undefined) this.#calls.delete(wire.call);
    }
  }

  /** The worker could not make anything of it: it must come again. */
  unlearn(task: Task): void {
    for (const unit of unitsOf(task)) this.#units.delete(nameOf(unit));
    this.#calls.delete(task.call.id);
  }

  /** The call is over: the worker may drop its function, with the next message. */
  forget(call: Call): void {
    if (this.#calls.delete(call.id)) this.#forget.push(call.id);
  }

  /** Calls to forget since it was last asked. */
  takeForgotten(): number[] {
    const forgotten = this.#forget;
    this.#forget = [];
    return forgotten;
  }

  /** @returns whether the worker lacks the unit */
  #learn(unit: Unit): boolean {
    const name = nameOf(unit);
    if (this.#units.get(name) === unit.key) return false;
    this.#units.set(name, unit.key);
    return true;
  }
}

function unitsOf({ call, units }: Task): readonly Unit[] {
  if (units.length === 0) return call.shipment.units;
  return [...call.shipment.units, ...units];
}

/** What a unit replaces in the worker. */
function nameOf(unit: Unit): string {
  return unit.kind === "source-map" ? `map ${unit.file}` : unit.name;
}
