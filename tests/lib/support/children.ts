import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Worker processes below this one, as Linux sees them. */
export function workerProcesses(): number[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    return Number.isInteger(pid) && isWorkerOfOurs(pid) ? [pid] : [];
  });
}

/** Whether a process is there, not counting one that is dead and not yet waited for. */
export function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Whether a process is there, or dead with nobody told of it yet. */
export function exists(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

/** Resolves once `condition` holds; rejects after two minutes, saying what did not happen. */
export async function until(
  condition: () => boolean,
  what: string,
): Promise<void> {
  const end = performance.now() + 120_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`${what} did not happen`);
    await setTimeout(2);
  }
}

function isWorkerOfOurs(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(/^\d+ \(.*\) \S (\d+)/.exec(stat)?.[1]);
    if (parent !== process.pid || !isRunning(pid)) return false;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return /worker-entry/.test(command) || /read -r change/.test(command);
  } catch {
    // It ended while we looked.
    return false;
  }
}
