import { machineNow } from "../platform/machine-clock.ts";
import type { Times } from "./messages.ts";

/** process.threadCpuUsage came with Node 23.9; process.cpuUsage counts all threads of a process. */
type CpuUsage = () => NodeJS.CpuUsage;
let cpuUsage: CpuUsage | undefined = (
  process as { threadCpuUsage?: CpuUsage }
).threadCpuUsage?.bind(process);

/** In a worker process all processor time is the task's. */
export function countWholeProcess(): void {
  cpuUsage ??= process.cpuUsage.bind(process);
}

/** @returns what the task took until then */
export function startClock(): () => Times {
  const started = machineNow();
  const before = cpuUsage?.();
  return () => {
    const ended = machineNow();
    if (cpuUsage === undefined || before === undefined)
      return { started, ended };
    const { user, system } = cpuUsage();
    const cpu = (user - before.user + system - before.system) / 1000;
    return { started, ended, cpu };
  };
}
