import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runtimeFlags } from "./runtime-flags.ts";

// Beside the bundle that this file becomes part of.
const builtRuntime = fileURLToPath(
  new URL("./interpreter/runtime/runtime.cjs", import.meta.url),
);

/**
 * Starts the process that runs cells. Its stdio after the usual three: our line, the workers' output, answers to looks.
 * @param program the runtime's built entry file
 */
export function spawnRuntime(
  directory: string,
  program = builtRuntime,
): ChildProcess {
  return spawn(process.execPath, [...runtimeFlags(), program], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
  });
}
