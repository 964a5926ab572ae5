import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { findNotebook, type Notebook } from "./notebook.ts";

let inConsole: boolean | undefined;

/**
 * The notebook page that shows displays and changes them in place. There is none in plain Node, and none in
 * `jupyter console`, which prints a display once and ignores its updates.
 */
export function findPage(): Notebook | undefined {
  const notebook = findNotebook();
  if (notebook === undefined) return undefined;
  inConsole ??= isConsole(readParentCommand());
  return inConsole ? undefined : notebook;
}

/** Whether what started the kernel is a console. No message says so; the command line does. */
export function isConsole(command: string): boolean {
  return /jupyter[-_ \0]console/.test(command);
}

function readParentCommand(): string {
  const parent = process.env["JPY_PARENT_PID"] ?? "";
  if (!/^\d+$/.test(parent)) return "";
  try {
    if (process.platform === "linux")
      return readFileSync(`/proc/${parent}/cmdline`, "utf8");
    if (process.platform === "win32") return "";
    return execFileSync("ps", ["-o", "command=", "-p", parent], {
      encoding: "utf8",
    });
  } catch {
    // It has ended, or is another user's: then nobody reads what we print.
    return "";
  }
}
