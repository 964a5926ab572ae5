import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { CommandError } from "../command.ts";
import { findProgram } from "./jupyter-folders.ts";
import { findPackageFolder } from "./package-files.ts";

/**
 * Makes or brings up to date a Python environment with the pinned JupyterLab; quick, and offline, when it is up to date.
 * @param folder of the environment; made if missing
 * @throws CommandError if there is neither Python nor uv, or it could not be done; environment.py has then said why
 */
export function makeEnvironment(folder: string): void {
  const [program = "", ...before] = findPython();
  const here = findPackageFolder();
  const { status } = spawnSync(
    program,
    [
      ...before,
      join(here, "kernel", "installation", "environment.py"),
      folder,
      join(here, "requirements.txt"),
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  if (status !== 0)
    throw new CommandError(`JupyterLab could not be set up in ${folder}`);
}

/** A Python, or uv, which brings one where the system has none. */
function findPython(): string[] {
  const python = findProgram("python3") ?? findProgram("python");
  if (python) return [python];
  const uv = findProgram("uv");
  if (uv) return [uv, "run", "--no-project", "--python", "3.12", "python"];
  throw new CommandError(
    "Python is missing; version 3.10 or newer is needed. To fix this: sudo apt-get install -y python3 python3-venv (or get uv)",
  );
}
