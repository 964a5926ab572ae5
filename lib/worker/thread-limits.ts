import type { ResourceLimits } from "node:worker_threads";
import type { WorkerOptions } from "./worker-handle.ts";

/** The heap of a thread, as Node's option has it. */
export function limitsOf({
  memoryLimitMb,
}: WorkerOptions): ResourceLimits | undefined {
  return memoryLimitMb === undefined
    ? undefined
    : { maxOldGenerationSizeMb: memoryLimitMb };
}
