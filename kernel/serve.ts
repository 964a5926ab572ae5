import { setImmediate as nextTurn } from "node:timers/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { ZeromqChannels } from "./channels/zeromq.ts";
import { findUserDataFolder } from "./cli/jupyter-folders.ts";
import { HistoryFolder } from "./handlers/history-folder.ts";
import { SessionHistory } from "./handlers/session-history.ts";
import { HostInterpreter } from "./interpreter/host.ts";
import { Kernel } from "./kernel.ts";
import { openLog, type Log } from "./log.ts";
import { watchParent } from "./parent-watch.ts";
import {
  isReadByOthers,
  readConnectionFile,
  type Connection,
} from "./protocol/connection-file.ts";

const usage = `usage: romanesco kernel CONNECTION_FILE

Runs the kernel on the ports and with the key of the connection file, which Jupyter writes. Jupyter also starts it:
"romanesco install" once, then choose TypeScript (Romanesco) in JupyterLab.

ROMANESCO_LOG=debug in the environment logs what is dropped or not understood, one line each, to stderr.`;

/** How long the runtime may take to end before this process ends without waiting for it. */
const SHUTDOWN_MS = 3000;

/** `romanesco kernel`: wires the parts, and ends when a front end, a signal or the server's death says so. */
export async function run(args: string[]): Promise<number> {
  const [path] = args;
  if (path === "--help" || path === "-h") {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (path === undefined || args.length > 1) {
    process.stderr.write(
      `romanesco: kernel takes one connection file\n\n${usage}\n`,
    );
    return 2;
  }
  // Messages live for a moment: V8 would give their nursery up to 100 MB for less than a fifth of speed.
  setFlagsFromString("--semi-space-growth-factor=1");
  // And what lives longer is 15 MB: garbage is collected when a third of that has come together, not as much again.
  setFlagsFromString("--heap-growing-percent=30");
  const log = openLog();
  // A mistake of ours must not end the kernel: the variables of the notebook live as long as it does.
  process.on("uncaughtException", log.error);
  // Node's own warnings about this process, several lines each, say nothing to whoever writes the notebook.
  process
    .removeAllListeners("warning")
    .on("warning", ({ message }) => log.debug(message));
  try {
    const connection = readConnectionFile(path);
    if (isReadByOthers(path))
      log.warn(
        `other users can read ${path}, and whoever has its key can run code. chmod 600 it`,
      );
    await serve(connection, log);
    return process.exit(0);
  } catch (error) {
    log.error(error as Error);
    return process.exit(1);
  }
}

async function serve(connection: Connection, log: Log): Promise<void> {
  // These first: they start on their own cores while this process loads zeromq and opens the sockets.
  const interpreter = new HostInterpreter({
    directory: process.cwd(),
    log: log.debug,
    libTypes: fileURLToPath(new URL("../lib/index.d.ts", import.meta.url)),
  });
  interpreter.start();
  try {
    const channels = await ZeromqChannels.open(connection, log);
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
    await channels.close();
  } finally {
    await within(SHUTDOWN_MS, interpreter.shutdown());
  }
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
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>(
    (resolve) => (timer = setTimeout(resolve, limitMs)),
  );
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
