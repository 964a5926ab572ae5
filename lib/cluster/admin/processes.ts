import { spawn, spawnSync } from "node:child_process";
import { openSync, closeSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { signalProcess } from "../../platform/signals.ts";

/** A program that goes on without us, and how to know it again: numbers of processes are given anew. */
export interface Daemon {
  pid: number;
  /** When it began, as the system says. */
  began: string;
}

/** @throws when it cannot be started */
export async function startDaemon(
  command: readonly string[],
  log: string,
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Daemon> {
  const [program = "", ...args] = command;
  const fd = openSync(log, "a", 0o600);
  const child = spawn(program, args, {
    detached: true,
    stdio: ["ignore", fd, fd],
    ...options,
  });
  closeSync(fd);
  await new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
  const { pid = 0 } = child;
  return { pid, began: beginOf(pid) ?? "" };
}

export function isRunning({ pid, began }: Daemon): boolean {
  return beginOf(pid) === began;
}

/** Asks it to end, and ends it if it has not within so many milliseconds. */
export async function endDaemon(daemon: Daemon, graceMs = 5000): Promise<void> {
  const end = performance.now() + graceMs;
  if (!signal(daemon, "SIGTERM")) return;
  while (isRunning(daemon)) {
    if (performance.now() > end) signal(daemon, "SIGKILL");
    await pause(20);
  }
}

function signal(daemon: Daemon, name: NodeJS.Signals): boolean {
  return isRunning(daemon) && signalProcess(daemon.pid, name);
}

function beginOf(pid: number): string | undefined {
  if (process.platform === "linux") return beginOnLinux(pid);
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], {
    encoding: "utf8",
  });
  return stdout.trim() || undefined;
}

function beginOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A process that is dead and not waited for has ended.
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
