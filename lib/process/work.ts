import type { RunMessage, TaskMode } from "../worker/messages.ts";
import type { Call, Target, Task } from "../worker/task.ts";
import { currentCell } from "../worker/worker-output.ts";

/** How a Process or a Thread is made; the names are Python's. */
export interface TargetOptions<A extends unknown[]> {
  /** What it runs; left out by a class that has a `run` of its own. */
  target?: (...args: A) => unknown;
  /** The target's arguments (default: none); copied. */
  args?: NoInfer<A>;
  /** For people (default: "Process-1", "Process-2", ..., or "Thread-1", ...). */
  name?: string;
  /** Whether the program may end without it; then it ends too (default: false). */
  daemon?: boolean;
}

/** What a worker calls: the target, or a class whose `run` is its own. */
export interface Work {
  fn: Target;
  mode: TaskMode;
  args: unknown[];
}

/** @throws TypeError for an option that is not what it must be */
export function checkOptions<A extends unknown[]>(
  options: TargetOptions<A>,
): void {
  const { name, target, args, daemon } = options;
  const example = "Write { target: work, args: [1, 2] }.";
  if (target !== undefined && typeof target !== "function") {
    throw wrong("target must be the function to run", target, example);
  }
  if (args !== undefined && !Array.isArray(args)) {
    throw wrong("args must be an array of the arguments", args, example);
  }
  if (daemon !== undefined && typeof daemon !== "boolean") {
    throw wrong("daemon must be true or false", daemon);
  }
  if (name !== undefined) checkName(name);
}

/** @throws TypeError unless it is a string */
export function checkName(name: unknown): void {
  if (typeof name !== "string") throw wrong("the name must be a string", name);
}

function wrong(must: string, got: unknown, example?: string): TypeError {
  const message = `${must}; got ${got === null ? "null" : typeof got}`;
  return new TypeError(example ? `${message}. ${example}` : message);
}

/** The `run` of an object's own class. All that is enumerable on it is that class's: what is ours is private. */
export function workOfOwn(object: object): Work {
  // A worker makes an instance of it.
  const fn = object.constructor as unknown as Target;
  return { fn, mode: "run", args: [{ ...object }] };
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
