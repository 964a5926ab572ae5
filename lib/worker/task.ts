import type { Shipment, Unit } from "../transfer/messages.ts";
import { encodeValues } from "../transfer/encode.ts";
import { pack } from "../transfer/pack.ts";
import { type ByReference, markObjects } from "../transfer/by-reference.ts";
import { findNotebook } from "../notebook.ts";
import { currentCell } from "./worker-output.ts";
import { Burst } from "./burst.ts";
import { Future } from "../future/future.ts";
import type { TaskMode, TaskReply } from "./messages.ts";
import { estimateLoad } from "./estimate-load.ts";
import { machineNow } from "../platform/machine-clock.ts";

/** Any function that tasks can run; what it takes is checked where the person calls. */
export type Target = (...args: never[]) => unknown;

/** One use of a function: all tasks of a map share it, and a worker gets its function once. */
export interface Call {
  /** By which a worker knows the function: one number for all calls of a function that is always the same. */
  id: number;
  /** For people: the function's name. */
  name: string;
  shipment: Shipment;
  /** Kept with what it captured until the tasks are done. */
  fn: Target;
  cell: number;
  /** Where the caller stood; read only if a task fails, because formatting a stack is slow. */
  caller: { stack?: string };
  /** Tasks not done yet; Infinity when workers may keep the function. */
  remaining: number;
}

/** What an Executor runs: packed, so that it can go to any worker, anywhere. */
export interface Task<T = unknown> {
  id: number;
  call: Call;
  mode: TaskMode;
  args: unknown[];
  /** Whether the arguments hold marks of locks, queues and so on, and those objects: they must outlive the task. */
  marked: boolean;
  kept: unknown;
  /** The locks, queues and so on among the arguments, and those that the function captures. */
  objects: ByReference[];
  /** Classes and functions that the arguments lean on. */
  units: Unit[];
  future: Future<T>;
  /** Estimated size of the arguments. */
  bytes: number;
  /** What of the function or the arguments is in memory that only threads share. */
  shared: string | undefined;
  /** On `machineNow`. */
  queued: number;
  /** The higher, the sooner. */
  priority: number;
  /** If it stands for many. */
  bundle?: Bundle;
}

/**
 * Many short tasks of one function, which go to a worker as one and are answered one by one. They stand in the line of claims
 * under the number of their common task and those that follow.
 */
export interface Bundle {
  /** By which those who wait know them. */
  readonly ids: Float64Array;
  /** Where their arguments are in the packed list. */
  readonly places: Uint32Array;
  /**
   * Answers from the worker's file.
   * @param ended when the last of them was done
   */
  hear(records: Uint8Array, count: number, ended: number, worker: number): void;
  /** An answer that came by itself. */
  hearOne(reply: TaskReply, worker: number): void;
  /** How many stood in the line. */
  readonly size: number;
  /**
   * Some go another way.
   * @param places theirs when it was sent, from 0
   * @returns what stands for them: it has numbers of its own, for nothing is sent twice under one
   */
  split(places: readonly number[]): Task;
}

let lastCall = 0;
let lastTask = 0;
const burst = new Burst<Call>();
const lasting = new WeakMap<Target, Pick<Call, "id" | "shipment">>();

/**
 * @param above the function of ours that the person called: the caller's stack starts above it
 * @throws TransferError if the function cannot travel
 */
export function makeCall(fn: Target, above: Function): Call {
  if (typeof fn !== "function") {
    throw new TypeError(
      `the first argument must be the function to run; got ${typeof fn}`,
    );
  }
  const before = burst.before(fn, above);
  const kept = lasting.get(fn);
  const shipment = kept?.shipment ?? pack(fn);
  for (const warning of shipment.warnings) warnOnce(warning);
  const cell = currentCell();
  if (
    before !== undefined &&
    before.cell === cell &&
    isSame(before.shipment, shipment)
  )
    return before;
  const id = kept?.id ?? (lastCall += 1);
  // An exported function comes from its module: it has nothing that could change.
  const stays = shipment.entry.kind === "export";
  if (stays && kept === undefined) lasting.set(fn, { id, shipment });
  const call: Call = {
    id,
    name: fn.name || "an unnamed function",
    shipment,
    fn,
    cell,
    caller: before?.caller ?? callerAbove(above),
    remaining: stays ? Infinity : 0,
  };
  burst.note(fn, above, call);
  return call;
}

function callerAbove(above: Function): Call["caller"] {
  const caller: Call["caller"] = {};
  Error.captureStackTrace(caller, above);
  return caller;
}

/** Whether a worker that has learned the one needs nothing for the other, and keeps nothing of the one that is not the other's. */
function isSame(one: Shipment, other: Shipment): boolean {
  if (one === other) return true;
  if (one.objects.length > 0 || other.objects.length > 0) return false;
  return (
    one.entry.kind === "name" &&
    other.entry.kind === "name" &&
    one.entry.name === other.entry.name &&
    one.shared === other.shared &&
    one.units.length === other.units.length &&
    one.units.every(({ key }, at) => key === other.units[at]?.key)
  );
}

/**
 * @param args what `mode` says: the arguments, or one array of items
 * @param what names `args`, or the array of items, in errors
 * @throws TransferError if an argument cannot travel
 */
export function makeTask<T>(
  call: Call,
  mode: TaskMode,
  args: unknown[],
  what: string,
  priority = 0,
): Task<T> {
  const { values, marked, objects } = markObjects(args);
  const encoded = encodeValues(values, (at) =>
    mode === "call" ? `${what}[${at}]` : what,
  );
  call.remaining += 1;
  lastTask += 1;
  return {
    id: lastTask,
    call,
    mode,
    args: encoded.values,
    units: encoded.units,
    marked,
    kept: marked ? args : undefined,
    objects: joined(call.shipment.objects, objects, encoded.objects),
    future: new Future<T>(),
    bytes: estimateLoad(encoded.values),
    shared: call.shipment.shared ?? encoded.shared,
    queued: machineNow(),
    priority,
  };
}

/** Most tasks have none, and share that. */
const none: never[] = [];

function joined<T>(...lists: T[][]): T[] {
  return lists.every(({ length }) => length === 0) ? none : lists.flat(1);
}

const warned = new Set<string>();

function warnOnce(warning: string): void {
  const key = `${findNotebook()?.currentCell ?? 0} ${warning}`;
  if (warned.has(key)) return;
  warned.add(key);
  console.warn(warning);
}
