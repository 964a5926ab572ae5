import { availableParallelism } from "node:os";

/**
 * How many logical CPUs this program may use; a pool has as many workers by default. A core that runs two hardware
 * threads counts as two, though both together compute less than twice as fast; so does a slow, economical core.
 * Follows Python's os.process_cpu_count, which heeds CPU affinity.
 */
export function cpuCount(): number {
  return availableParallelism();
}
