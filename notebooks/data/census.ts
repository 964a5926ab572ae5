import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Processes of this notebook and the threads in them. */
export interface Census {
  /** The notebook's own process and the Node processes that it started. */
  processes: number;
  /** In all of these; Node keeps about ten in each process for itself. NaN where the system doesn't tell. */
  threads: number;
}

interface Entry {
  pid: number;
  parent: number;
  threads: number;
}

/** Counts the processes and threads that belong to this notebook, without helpers that do no work of yours. */
export function census(root = process.pid): Census {
  const entries = listProcesses();
  const family = entries.filter(({ pid }) => pid === root);
  for (const { pid } of family)
    family.push(
      ...entries.filter(
        ({ parent, pid: own }) => parent === pid && isWork(own),
      ),
    );
  return {
    processes: family.length,
    threads: family.reduce((sum, { threads }) => sum + threads, 0),
  };
}

function listProcesses(): Entry[] {
  if (process.platform === "linux")
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readEntry(Number(name)));
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], {
    encoding: "utf8",
  });
  return table
    .trim()
    .split("\n")
    .map((row) => {
      const [pid = 0, parent = 0] = row.trim().split(/\s+/).map(Number);
      return { pid, parent, threads: NaN };
    });
}

/** A process that ends while we look has no entry any more. */
function readEntry(pid: number): Entry[] {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  // The name, in brackets, may hold anything; the fields after it are state, parent, ..., threads as the 18th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 18) return [];
  return [{ pid, parent: Number(fields[1]), threads: Number(fields[17]) }];
}

/** Not the program that draws pictures for saved notebooks, nor the shell that ends workers whose notebook has died. */
function isWork(pid: number): boolean {
  const command = readOrNothing(`/proc/${pid}/cmdline`);
  return (
    command.startsWith(process.execPath) && !command.includes("png-worker")
  );
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
