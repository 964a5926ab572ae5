import type { ChildProcess } from "node:child_process";

/** 0 and below name groups and everybody, 1 the system's own first process. */
const lowestPid = 2;

/**
 * Signals a child process, if there is one. Node's own `kill` of a child that could not be started sends the signal to
 * whatever number lies in its memory: 0 is our whole process group, -1 every process of the user.
 * @returns whether there was a process to signal
 */
export function signalChild(
  child: ChildProcess | undefined,
  signal: NodeJS.Signals,
): boolean {
  return child?.pid !== undefined && child.kill(signal);
}

/** The same for a process that somebody else started. */
export function signalProcess(
  pid: number | undefined,
  signal: NodeJS.Signals,
): boolean {
  return isPid(pid) && send(pid, signal);
}

/** The same for all processes of the group that a process leads, also after that one has ended. */
export function signalGroup(
  leader: number | undefined,
  signal: NodeJS.Signals,
): boolean {
  return isPid(leader) && send(-leader, signal);
}

function isPid(pid: number | undefined): pid is number {
  return pid !== undefined && Number.isInteger(pid) && pid >= lowestPid;
}

function send(target: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    // It ended by itself.
    return false;
  }
}
