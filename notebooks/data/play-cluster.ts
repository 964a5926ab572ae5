import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A server and hosts, all of them processes of this machine. */
export interface PlayedCluster {
  /** The file that `Cluster.connect` takes. */
  credentials: string;
  /** Stops a host where it is, as a power cut would: it closes no connection, and says nothing any more. */
  cutPower(host: string): void;
  /** Ends all of it, and deletes the keys. */
  close(): Promise<void>;
}

interface Running {
  workers: { name: string; pid: number }[];
}

/** `romanesco` of the kernel that runs this. */
const program = fileURLToPath(
  new URL("../kernel/main.js", import.meta.resolve("romanesco")),
);

/** One for each folder of notebooks, so that what an earlier run left behind is found, and ended. */
function folderOf(directory: string): string {
  const state =
    process.env.XDG_STATE_HOME ?? join(homedir(), ".local", "state");
  const name = createHash("sha256").update(directory).digest("hex");
  return join(state, "romanesco", `played-${name.slice(0, 12)}`);
}

/**
 * Plays a cluster as `romanesco cluster up --hosts N --workers 1` does, with keys and a folder of its own.
 * @throws Error with the line that gets a server if there is none
 */
export async function playCluster(hosts: number): Promise<PlayedCluster> {
  const folder = folderOf(process.cwd());
  const env = { ...process.env, ROMANESCO_CLUSTER_DIR: folder };
  const down = [program, "cluster", "down"];
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [program, "cluster", ...args], {
      env,
    });
  await run("down").catch(() => undefined);
  await run("up", "--hosts", String(hosts), "--workers", "1").catch(
    ({ stderr }: { stderr?: string }) => {
      throw new Error(stderr?.trim() || "the cluster could not be started");
    },
  );
  const cut = new Set<number>();
  const endCut = (): void => {
    for (const pid of cut) process.kill(pid, "SIGKILL");
    cut.clear();
  };
  // When the kernel is restarted or shut down before `close`.
  const end = (): void => {
    try {
      endCut();
      execFileSync(process.execPath, down, { env, stdio: "ignore" });
    } catch {
      // It has ended already.
    }
  };
  process.once("exit", end);
  return {
    credentials: join(folder, "me.creds"),
    cutPower: (host) => {
      const pid = findHost(folder, host);
      process.kill(pid, canStop ? "SIGSTOP" : "SIGKILL");
      if (canStop) cut.add(pid);
    },
    close: async () => {
      process.off("exit", end);
      endCut();
      await run("down");
      rmSync(folder, { recursive: true });
    },
  };
}

const canStop = process.platform !== "win32";

/** @returns the number of its process */
function findHost(folder: string, host: string): number {
  const text = readFileSync(join(folder, "cluster.json"), "utf8");
  const { workers } = JSON.parse(text) as Running;
  const found = workers.find(({ name }) => name === host);
  if (found === undefined)
    throw new Error(
      `there is no ${host}; there are ${workers.map(({ name }) => name).join(", ")}`,
    );
  return found.pid;
}
