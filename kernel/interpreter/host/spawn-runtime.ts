import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { markName } from "../../../lib/transfer/stored-modules.ts";
import { runtimeFlags } from "../wire/runtime-flags.ts";

// Beside the bundle that this file becomes part of.
export const builtRuntime = fileURLToPath(
  new URL("./interpreter/runtime/runtime.cjs", import.meta.url),
);

/** A runtime that was started, or what the system said instead. */
export interface SpawnedRuntime {
  child?: ChildProcess;
  /** There when there is no child, at the latest in the next turn of the event loop. */
  error?: unknown;
  /** What the environment of all processes below it says. */
  mark: string;
}

/**
 * Starts the process that runs cells. Its stdio after the usual three: our line, the workers' output, answers to looks.
 * It leads a session of its own: Ctrl-C in the server's terminal does not reach it, and its end finds what is left.
 * @param program the runtime's built entry file
 * @param options.more so many more pipes, for another program that this one starts
 * @param options.env in place of ours
 */
export function spawnRuntime(
  directory: string,
  program = builtRuntime,
  {
    more = 0,
    env = process.env,
  }: { more?: number; env?: NodeJS.ProcessEnv } = {},
): SpawnedRuntime {
  const spawned: SpawnedRuntime = { mark: randomUUID() };
  try {
    const child = spawn(process.execPath, [...runtimeFlags(), program], {
      cwd: directory,
      stdio: [
        "ignore",
        ...Array.from({ length: 5 + more }, () => "pipe" as const),
      ],
      detached: true,
      env: { ...env, [markName]: spawned.mark },
    });
    child.on("error", (error) => (spawned.error ??= error));
    // Without a process there are no pipes either, or some that lead nowhere.
    if (child.pid !== undefined) spawned.child = child;
  } catch (error) {
    spawned.error = error;
  }
  return spawned;
}
