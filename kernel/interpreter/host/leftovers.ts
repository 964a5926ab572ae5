import { readdirSync, readFileSync, rmSync } from "node:fs";
import { signalGroup, signalProcess } from "../../../lib/platform/signals.ts";
import { markName, storeFolder } from "../../../lib/transfer/stored-modules.ts";

/** Processes may start others while we look. */
const mostRounds = 5;

/**
 * Ends what a runtime that is gone had started: what is in its group, its session, or carries its mark.
 * @param leader the runtime's process id
 */
export function endLeftovers(leader: number | undefined, mark: string): void {
  if (leader === undefined) return;
  if (mark) rmSync(storeFolder(mark), { recursive: true, force: true });
  signalGroup(leader, "SIGKILL");
  for (let round = 0; round < mostRounds; round++) {
    const left = findLeftovers(leader, mark);
    if (!left.length) return;
    for (const pid of left) signalProcess(pid, "SIGKILL");
  }
}

function findLeftovers(leader: number, mark: string): number[] {
  return listProcesses().filter(
    (pid) => pid !== process.pid && belongs(pid, leader, mark),
  );
}

function listProcesses(): number[] {
  try {
    return readdirSync("/proc").flatMap((name) => Number(name) || []);
  } catch {
    // Not every system shows its processes; their group was ended all the same.
    return [];
  }
}

function belongs(pid: number, leader: number, mark: string): boolean {
  try {
    // After the name in parentheses: state, parent, group, session.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, , , session] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ");
    if (state === "Z" || state === "X") return false;
    if (Number(session) === leader) return true;
    if (!mark) return false;
    const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
    return environment.split("\0").includes(`${markName}=${mark}`);
  } catch {
    // It ended while we looked, or is another user's.
    return false;
  }
}
