import type { RunMessage, TaskMode } from "../pool/messages.ts";
import type { Call, Target, Task } from "../pool/task.ts";
import { currentCell } from "../pool/worker-output.ts";

/** What a worker calls: the target, or a class whose `run` is its own. */
export interface Work {
  fn: Target;
  mode: TaskMode;
  args: unknown[];
}

/** The one message that a worker with one task gets. */
export function toRunMessage(call: Call, task: Task): RunMessage {
  const { units, entry } = call.shipment;
  const { id, mode, args, marked } = task;
  return {
    kind: "run",
    tasks: [
      {
        id,
        mode,
        call: call.id,
        entry,
        units: [...units, ...task.units],
        args,
        marked,
        cell: currentCell(),
      },
    ],
    forget: [],
    last: true,
  };
}
