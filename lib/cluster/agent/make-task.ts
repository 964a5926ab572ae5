import { deserialize } from "node:v8";
import { Future } from "../../future/future.ts";
import type { Call, Task } from "../../worker/task.ts";
import { machineNow } from "../../platform/machine-clock.ts";
import { estimateLoad } from "../../worker/estimate-load.ts";
import type { Unit } from "../../transfer/messages.ts";
import type { BatchPart, Done } from "../wire/messages.ts";
import { AgentBundle, takeNumbers, type BundleOwner } from "./agent-bundle.ts";

/** A function as a session's lesson has it, for workers here. */
export interface Learned {
  call: Omit<Call, "cell">;
  units: Unit[];
}

/** A part of a batch, with what its tasks need. */
export interface Work {
  part: BatchPart;
  call: Call;
  /** What the arguments lean on. */
  units: Unit[];
}

/** A task by itself. Its own id is this agent's. */
export interface AgentTask extends Task<Done> {
  /** Home's. */
  home: number;
  /** The same, once home was told that it runs. */
  told?: number;
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

/** Each task of a part by itself. */
export function makeSingles({ part, call, units }: Work): AgentTask[] {
  const all = deserialize(part.args) as unknown[][];
  return all.map((args, at) => {
    call.remaining += 1;
    return {
      ...common(part, call, units),
      ...{ id: takeNumbers(1), home: part.ids[at]!, args },
      bytes: estimateLoad(args),
      future: new Future<Done>(),
    };
  });
}

/** All tasks of a part as one, whose arguments are not looked at here. */
export function makeBundle(
  { part, call, units }: Work,
  owner: BundleOwner,
): AgentBundle {
  const { ids, args } = part;
  const model = { ...common(part, call, units), args: [args] };
  return new AgentBundle(
    ids,
    Uint32Array.from(ids.keys()),
    { ...model, bytes: args.length },
    owner,
  );
}

function common({ mode }: BatchPart, call: Call, units: Unit[]) {
  return {
    ...{ mode, call, units, marked: false, kept: undefined, objects: [] },
    ...{ shared: undefined, queued: machineNow(), priority: 0 },
  };
}
