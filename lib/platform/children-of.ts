import { readdirSync, readFileSync } from "node:fs";

/**
 * Processes that a process has started. Linux lists them by the thread that made them; there are none to see where there is
 * no /proc, and once it has ended.
 * @param threads only those of these threads (default: all of them); the main thread has the number of the process
 */
export function childrenOf(pid: number, threads?: number[]): number[] {
  try {
    const all = threads ?? readdirSync(`/proc/${pid}/task`);
    return all.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
        .split(" ")
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    // It ended while we looked, or this is no Linux.
    return [];
  }
}
