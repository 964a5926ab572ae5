import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import {
  findEnvironment,
  findJupyterOnPath,
  findProgram,
  findProgramIn,
  findUserDataFolder,
} from "./jupyter-folders.ts";

/** A `jupyter` program and how it came here, in a reader's words. */
export interface JupyterProgram {
  path: string;
  kind: string;
}

/** How to get a Jupyter, for whoever has none. */
export const jupyterMend =
  "pipx install jupyterlab (or: uv tool install jupyterlab; or: romanesco lab, which brings its own)";

/** How to get a newer JupyterLab in the place of this one, which pip may not touch where a system's packages brought it. */
export function newerJupyterMend({ path, kind }: JupyterProgram): string {
  switch (kind) {
    case "pipx":
      return "pipx upgrade jupyterlab";
    case "uv tool":
      return "uv tool upgrade jupyterlab";
    case "conda environment":
      return "conda install 'jupyterlab>=4.2'";
    case "the system's":
      return `pipx install jupyterlab (or: uv tool install jupyterlab), and ~/.local/bin before ${dirname(path)} in PATH`;
    default:
      return `${join(dirname(path), "python")} -m pip install --upgrade 'jupyterlab>=4.2'`;
  }
}

/** The environment that `romanesco lab` makes when there is no Jupyter. */
export function findOwnEnvironment(): string {
  return join(dirname(findUserDataFolder()), "romanesco", "env");
}

/**
 * The Jupyter at hand: that of the active environment, the one on the PATH, or the one that `romanesco lab` has made.
 * @param name the program (default: jupyter)
 */
export function findJupyter(name = "jupyter"): JupyterProgram | undefined {
  const environment = findEnvironment();
  const path =
    (environment && findProgramIn(environment, name)) ??
    (name === "jupyter" ? findJupyterOnPath() : findProgram(name)) ??
    findProgramIn(findOwnEnvironment(), name);
  return path ? { path, kind: describe(path) } : undefined;
}

/** The Jupyter of a Python environment. */
export function findJupyterIn(prefix: string): JupyterProgram | undefined {
  const path = findProgramIn(prefix, "jupyter");
  return path ? { path, kind: describe(path) } : undefined;
}

function describe(path: string): string {
  const prefix = dirname(dirname(realpathSync(path)));
  if (prefix === safeRealpath(findOwnEnvironment()))
    return "made by romanesco lab";
  if (/[/\\]pipx[/\\]venvs[/\\]/.test(prefix)) return "pipx";
  if (/[/\\]uv[/\\]tools[/\\]/.test(prefix)) return "uv tool";
  if (existsSync(join(prefix, "conda-meta"))) return "conda environment";
  if (existsSync(join(prefix, "pyvenv.cfg"))) return "virtual environment";
  if (prefix.startsWith(homedir())) return "this user's";
  return "the system's";
}

function safeRealpath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
