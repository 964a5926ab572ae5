import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { childrenOf } from "../../../lib/platform/children-of.ts";
import { signalProcess } from "../../../lib/platform/signals.ts";
import { findDescendants } from "../../interpreter/runtime/descendants.ts";
import type { Resources } from "../sandbox/sandbox.ts";

/** All of a submission's processes together may have this much more memory than one of them. */
const memoryFactor = 2;
const pageBytes = 4096;
const blockBytes = 512;

/** What many processes hold together, no limit of the system counts: the runtime is ended when it is too much. */
export function limitMemory({ memoryBytes }: Resources, isRootHere: boolean) {
  const pids = findDescendants();
  const isTooMuch = sumMemory(pids) >= memoryFactor * memoryBytes;
  if (isTooMuch || (isRootHere && pids.some(hasOwnUsers))) endRuntime();
}

/** Bytes in memory, and in files that are nowhere else. */
export function sumMemory(pids: readonly number[]): number {
  const files = new Map<string, number>();
  let sum = 0;
  for (const pid of pids) {
    sum += readResidentBytes(pid);
    for (const [file, bytes] of findMemoryFiles(pid)) files.set(file, bytes);
  }
  for (const bytes of files.values()) sum += bytes;
  return sum;
}

/**
 * In a user namespace of its own a process may mount file systems that live in memory, as many as it likes. Where root sets
 * up the sandbox, none is needed inside, and the system has no setting by which there are none.
 */
function hasOwnUsers(pid: number): boolean {
  const [own, its] = [process.pid, pid].map((each) =>
    orElse("", () => readlinkSync(`/proc/${each}/ns/user`)),
  );
  return own !== "" && its !== "" && own !== its;
}

/** Ours, without isolation or with: the server that checks types stays. */
const runtimes = /[/\\](runtime\.cjs|start-runtime\.js)\0?$/;

function endRuntime(): void {
  for (const pid of childrenOf(process.pid))
    if (runtimes.test(readFile(`/proc/${pid}/cmdline`)))
      signalProcess(pid, "SIGKILL");
}

function readResidentBytes(pid: number): number {
  const pages = Number(readFile(`/proc/${pid}/statm`).split(" ")[1] ?? 0);
  return pages * pageBytes;
}

/** What it has open of memfd_create(2), by its number in the system; what is written there is no process' own. */
function findMemoryFiles(pid: number): [file: string, bytes: number][] {
  const folder = `/proc/${pid}/fd`;
  return orElse<string[]>([], () => readdirSync(folder)).flatMap((fd) =>
    orElse<[string, number][]>([], () => {
      const path = `${folder}/${fd}`;
      if (!readlinkSync(path).startsWith("/memfd:")) return [];
      const { dev, ino, blocks } = statSync(path);
      return [[`${dev}:${ino}`, blocks * blockBytes]];
    }),
  );
}

const readFile = (path: string): string =>
  orElse("", () => readFileSync(path, "utf8"));

/** The process may have ended meanwhile, and there may be no /proc. */
function orElse<T>(other: T, read: () => T): T {
  try {
    return read();
  } catch {
    return other;
  }
}
