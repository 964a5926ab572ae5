import { Future } from "../../future/future.ts";
import type { Call, Task } from "../../worker/task.ts";
import { machineNow } from "../../platform/machine-clock.ts";
import { estimateLoad } from "../../worker/estimate-load.ts";
import type { Unit } from "../../transfer/messages.ts";
import type { BatchTask, Done } from "../wire/messages.ts";

/** A function as a session's lesson has it, for workers here. */
export interface Learned {
  call: Omit<Call, "cell">;
  units: Unit[];
}

let lastCall = 0;

export function makeLearnedCall(
  name: string,
  entry: Call["shipment"]["entry"] | undefined,
  units: Unit[],
): Learned {
  lastCall += 1;
  const shipment = { units, warnings: [], shared: undefined, objects: [] };
  return {
    units,
    call: {
      id: lastCall,
      name,
      // Of units alone there is no function, and nobody asks for one.
      shipment: { ...shipment, entry: entry ?? { kind: "name", name } },
      fn: () => undefined,
      caller: {},
      remaining: 0,
    },
  };
}

/** @param units what the arguments lean on */
export function makeAgentTask(
  { id, mode, args }: BatchTask,
  call: Call,
  units: Unit[],
): Task<Done> {
  call.remaining += 1;
  return {
    ...{ id, mode, args, call, units },
    marked: false,
    kept: undefined,
    objects: [],
    future: new Future<Done>(),
    bytes: estimateLoad(args),
    shared: undefined,
    queued: machineNow(),
    priority: 0,
  };
}
