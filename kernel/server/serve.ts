import { setTimeout as wait } from "node:timers/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { join } from "node:path";
import { ZeromqChannels } from "./channels/zeromq.ts";
import { findUserDataFolder } from "../installation/jupyter-folders.ts";
import { HistoryFolder } from "./services/history-folder.ts";
import { SessionHistory } from "./services/session-history.ts";
import { HostInterpreter } from "../interpreter/host/host.ts";
import { setHostFlags } from "../interpreter/reading/host-flags.ts";
import type { Processes } from "../interpreter/host/processes.ts";
import { Kernel } from "./kernel.ts";
import type { Log } from "./log.ts";
import { watchParent } from "./parent-watch.ts";
import type { Connection } from "./protocol/connection-file.ts";

/** How long the runtime may take to end before this process ends without waiting for it. */
const SHUTDOWN_MS = 3000;

interface Served {
  connection: Connection;
  directory: string;
  processes: Processes;
  log: Log;
}

/** Wires the parts of the kernel, and ends when a front end, a signal or the server's death says so. */
export async function serve(served: Served): Promise<void> {
  const { connection, directory, processes, log } = served;
  setHostFlags();
  const interpreter = new HostInterpreter({
    directory,
    packages: packagesFolder(),
    processes,
    log: log.debug,
  });
  interpreter.start();
  let channels: ZeromqChannels | undefined;
  try {
    channels = await ZeromqChannels.open(connection, log);
    const kernel = new Kernel({
      channels,
      interpreter,
      connection,
      log,
      history: openHistory(log),
    });
    stopOnSignals(() => kernel.stop(false));
    watchParent(() => kernel.stop(false));
    kernel.start();
    // The front end shall have its first answer before.
    void kernel.greeted.then(nextTurn).then(() => interpreter.load());
    await kernel.stopped;
    // Requests that nobody will answer any more fail now, one after the other.
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", ({ message }) => log.debug(message));
  } finally {
    // Its last words shall find the way out.
    await Promise.race([interpreter.shutdown(), wait(SHUTDOWN_MS)]);
    await channels?.close();
  }
}

/** None while homework is marked: it is to run with what is there. */
function packagesFolder(): string | undefined {
  if (process.env.NBGRADER_EXECUTION !== undefined) return undefined;
  return join(findUserDataFolder(), "romanesco", "packages");
}

function openHistory(log: Log): SessionHistory {
  if (process.env.ROMANESCO_HISTORY === "off") return new SessionHistory();
  const folder = join(findUserDataFolder(), "romanesco", "history");
  return new SessionHistory(new HistoryFolder(folder, log.warn));
}

function stopOnSignals(stop: () => void): void {
  // A Ctrl-C in the terminal of the server reaches every process in it; front ends interrupt by message.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", stop);
  process.on("SIGHUP", stop);
  // Unheard, this one makes Node listen for a debugger.
  process.on("SIGUSR1", () => {});
}
