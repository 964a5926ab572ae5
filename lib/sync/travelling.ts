import { Barrier } from "./barrier.ts";
import { Condition } from "./condition.ts";
import { Event } from "./event.ts";
import { Lock } from "./lock.ts";
import { Connection } from "./pipe.ts";
import { JoinableQueue, Queue, SimpleQueue } from "./queue.ts";
import { RLock } from "./r-lock.ts";
import { BoundedSemaphore, Semaphore } from "./semaphore.ts";
import { RemoteObject } from "./remote-object.ts";
import { SharedArray } from "./shared-array.ts";
import { revive, SharedObject } from "./shared-object.ts";
import { Value } from "./value.ts";
import { markKey } from "../transfer/by-reference.ts";

/** The other half of {@link file://./marks.ts}, for workers: loaded by those that get a mark. */
const prototypes = new Map(
  [
    Barrier,
    BoundedSemaphore,
    Condition,
    Connection,
    Event,
    JoinableQueue,
    Lock,
    Queue,
    RemoteObject,
    RLock,
    Semaphore,
    SharedArray,
    SimpleQueue,
    Value,
  ].map((each): [string, SharedObject] => [each.name, each.prototype]),
);

/** Puts objects in the place of their marks. */
export function reviveMarks(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) value[at] = reviveMarks(item);
    return value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const record = value as Record<string, unknown>;
  const { [markKey]: name, ...fields } = record;
  const prototype = typeof name === "string" && prototypes.get(name);
  if (prototype) return revive(prototype, fields);
  for (const key of Object.keys(record)) record[key] = reviveMarks(record[key]);
  return record;
}
