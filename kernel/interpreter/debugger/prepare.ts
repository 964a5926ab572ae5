import type { Stops } from "./stops.ts";
import type { V8Debugger } from "./v8-debugger.ts";

/**
 * Makes V8's debugger of a thread ready. Calls that wait for one another are not followed: for that, V8 keeps a stack at
 * each await, and a hundred thousand of them would take a second instead of some milliseconds.
 */
export async function prepare(
  v8: V8Debugger,
  ownFolder: string,
  stops: Stops,
): Promise<void> {
  await v8.ask("Debugger.enable");
  await v8.ask("Debugger.setBlackboxPatterns", {
    patterns: [toPattern(ownFolder), "/node_modules/"],
  });
  await stops.applyFilters();
}

/** A new thread waits for its breakpoints. */
export async function followThreads(v8: V8Debugger): Promise<void> {
  await v8.ask("NodeWorker.enable", { waitForDebuggerOnStart: true });
}

/** For the beginning of a `file:` URL. */
function toPattern(folder: string): string {
  const path = folder.replaceAll("\\", "/").replace(/^\/?/, "/");
  const url = new URL(`file://${encodeURI(path)}`).href;
  return `^${url.replaceAll(/[^\w/:%-]/g, "\\$&")}`;
}
