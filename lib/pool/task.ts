import type { Shipment, Unit } from "../travel/messages.ts";
import { encodeValues } from "../travel/encode.ts";
import { pack } from "../travel/pack.ts";
import { type ByReference, markObjects } from "../travel/by-reference.ts";
import { findNotebook } from "../notebook.ts";
import { currentCell } from "./worker-output.ts";
import { Future } from "./future.ts";
import type { TaskMode } from "./messages.ts";
import { estimateLoad } from "./estimate-load.ts";
import { machineNow } from "../timing/machine-clock.ts";

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
}

let lastCall = 0;
let lastTask = 0;
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
  const caller: { stack?: string } = {};
  Error.captureStackTrace(caller, above);
  const kept = lasting.get(fn);
  const shipment = kept?.shipment ?? pack(fn);
  for (const warning of shipment.warnings) warnOnce(warning);
  const id = kept?.id ?? (lastCall += 1);
  // An exported function comes from its module: it has nothing that could change.
  const stays = shipment.entry.kind === "export";
  if (stays && kept === undefined) lasting.set(fn, { id, shipment });
  return {
    id,
    name: fn.name || "an unnamed function",
    shipment,
    fn,
    cell: currentCell(),
    caller,
    remaining: stays ? Infinity : 0,
  };
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
    objects: [...call.shipment.objects, ...objects, ...encoded.objects],
    future: new Future<T>(),
    bytes: estimateLoad(encoded.values),
    shared: call.shipment.shared ?? encoded.shared,
    queued: machineNow(),
    priority,
  };
}

const warned = new Set<string>();

function warnOnce(warning: string): void {
  const key = `${findNotebook()?.currentCell ?? 0} ${warning}`;
  if (warned.has(key)) return;
  warned.add(key);
  console.warn(warning);
}
