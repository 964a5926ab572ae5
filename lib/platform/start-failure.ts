import { readFileSync } from "node:fs";

/** What to look at when a process cannot be started, by the system's word for it. */
const causes: Record<string, () => string> = {
  EAGAIN: () =>
    `no more processes and threads may be started (EAGAIN; ${processLimits()})`,
  EMFILE: () =>
    `this process has too many files and connections open (EMFILE; ${limit("Max open files", "ulimit -n")})`,
  ENFILE: () => "too many files are open on this machine (ENFILE)",
  ENOMEM: () =>
    `there is no memory for it (ENOMEM; ${limit("Max address space", "ulimit -v")})`,
};

/** Whether a limit of the machine kept a process from starting, rather than a mistake in how it was started. */
export function isStartLimit(error: unknown): boolean {
  return codeOf(error) in causes;
}

/** Why a process could not be started: "no more processes and threads may be started (EAGAIN; the limit is 70, ulimit -u)". */
export function describeStartFailure(error: unknown): string {
  return causes[codeOf(error)]?.() ?? (error as Error).message;
}

function codeOf(error: unknown): string {
  const { code, message = "" } = error as NodeJS.ErrnoException;
  // Of a thread Node gives the word in the message only.
  return code === "ERR_WORKER_INIT_FAILED"
    ? (/E[A-Z]+$/.exec(message)?.[0] ?? "EAGAIN")
    : (code ?? "");
}

/** The user's limit, and that of the container or session, whichever is there. */
function processLimits(): string {
  const ofGroup = pidsMax();
  const ofUser = limit("Max processes", "ulimit -u");
  return ofGroup === undefined
    ? ofUser
    : `${ofUser}; in this container ${ofGroup}, pids.max`;
}

function limit(name: string, command: string): string {
  const limits = read("/proc/self/limits");
  // Out of descriptors, this cannot be read either.
  if (!limits) return `${command} tells the limit`;
  const line = limits.split("\n").find((each) => each.startsWith(name));
  const soft = line?.slice(name.length).trim().split(/\s+/)[0];
  return soft === undefined || soft === "unlimited"
    ? `no limit by ${command}`
    : `the limit is ${soft}, ${command}`;
}

function pidsMax(): number | undefined {
  const groups = read("/proc/self/cgroup").split("\n");
  const paths = groups.flatMap((line) => {
    const [, controllers = "", path = ""] = line.split(":");
    if (controllers === "") return [`/sys/fs/cgroup${path}`];
    return controllers === "pids" ? [`/sys/fs/cgroup/pids${path}`] : [];
  });
  const limits = [...paths, "/sys/fs/cgroup"]
    .map((path) => Number.parseInt(read(`${path}/pids.max`), 10))
    .filter((most) => most > 0);
  return limits.length ? Math.min(...limits) : undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Another system, or a container that hides it.
    return "";
  }
}
