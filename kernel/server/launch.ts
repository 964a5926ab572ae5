import { fileURLToPath } from "node:url";
import { startProcesses } from "../interpreter/host/processes.ts";
import { keepFromChildren } from "../own-memory.ts";
import { isHomework } from "./is-homework.ts";
import { openLog } from "./log.ts";
import {
  isReadByOthers,
  readConnectionFile,
} from "./protocol/connection-file.ts";

const usage = `usage: romanesco kernel CONNECTION_FILE

Runs the kernel on the ports and with the key of the connection file, which Jupyter writes. Jupyter also starts it:
"romanesco install" once, then choose TypeScript (Romanesco) in JupyterLab.

ROMANESCO_LOG=debug in the environment logs what is dropped or not understood, one line each, to stderr.`;

const libTypes = fileURLToPath(new URL("../lib/index.d.ts", import.meta.url));

/** Cells of a student's homework see the seed with which it will be graded. */
async function tellSeed(): Promise<void> {
  const { JPY_SESSION_NAME: path, ROMANESCO_SEED } = process.env;
  if (ROMANESCO_SEED !== undefined || path === undefined) return;
  if (!path.endsWith(".ipynb") || !isHomework(path)) return;
  const { readOwnSeed } = await import("../homework/submitting/own-seed.ts");
  const seed = readOwnSeed(path);
  if (seed !== undefined) process.env.ROMANESCO_SEED = String(seed);
}

/**
 * `romanesco kernel`: starts the other processes, so that they load on their own cores while this one loads what serves
 * Jupyter. Until then it loads nothing but this.
 */
export async function run(args: string[]): Promise<number> {
  const [path, ...others] = args;
  if (path === "--help" || path === "-h") {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (path === undefined) {
    process.stderr.write(
      `romanesco: kernel takes one connection file\n\n${usage}\n`,
    );
    return 2;
  }
  keepFromChildren();
  const log = openLog();
  // "jupyter run" hands its own arguments on to the kernel.
  if (others.length > 0)
    log.debug(
      `the kernel takes no arguments but a connection file; passed over: ${others.join(" ")}`,
    );
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
    const directory = process.cwd();
    await tellSeed();
    const processes = startProcesses({ directory, libTypes, log: log.debug });
    const { serve } = await import("./serve.ts");
    await serve({ connection, directory, processes, log });
    return process.exit(0);
  } catch (error) {
    log.error(error as Error);
    return process.exit(1);
  }
}
