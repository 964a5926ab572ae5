import { basename } from "node:path";
import { TransferError } from "./transfer-error.ts";

/** The worker's bundle imports, the library's bundle asks: they share this by name only. */
const slot = Symbol.for("romanesco.importing");
const globals = globalThis as { [slot]?: string | undefined };

/** Remembers which module this worker imports while it does. */
export async function whileImporting<T>(
  url: string,
  load: () => Promise<T>,
): Promise<T> {
  globals[slot] = url;
  try {
    return await load();
  } finally {
    globals[slot] = undefined;
  }
}

/**
 * A program's main file that starts workers, and holds what they run, would start them in each worker again, without end.
 * Follows Python's multiprocessing, which refuses a start "before the current process has finished its bootstrapping phase".
 * @throws TransferError in a worker that still imports a module
 */
export function refuseWhileImporting(what: string): void {
  const url = globals[slot];
  if (url !== undefined)
    throw new TransferError(
      what,
      `cannot be sent from a worker that still imports ${basename(url)}: that file starts workers whenever it is ` +
        "imported. Put what workers run into a module of its own, which starts none.",
    );
}
