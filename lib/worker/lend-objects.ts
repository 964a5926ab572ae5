import { newIdentity } from "../sync/identity.ts";
import type { Client } from "../sync/client.ts";
import type { Task } from "./task.ts";

/** The ends of pipes that a task uses stay open until it is done, though home closes its own meanwhile. */
export function lendObjects({ objects, future }: Task): void {
  if (objects.length === 0) return;
  const keeper = newIdentity();
  for (const object of objects) object.handOver(keeper, false);
  future.addDoneCallback(() => {
    for (const object of objects) object.takeBack(keeper);
  });
}

/** Those that the worker of a Process or a Thread gets are its own until it ends. */
export function giveObjects(
  task: Task | undefined,
  worker: Client | undefined,
): void {
  if (worker === undefined) return;
  for (const object of task?.objects ?? []) {
    object.handOver(worker.identity, true);
  }
}
