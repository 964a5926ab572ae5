import { availableParallelism } from "node:os";

/** How many workers run at full speed at the same time here. Follows Python's os.cpu_count, but heeds CPU affinity. */
export function cpuCount(): number {
  return availableParallelism();
}
