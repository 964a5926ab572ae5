import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { CommandError, UsageError } from "../command.ts";
import { findWheelPrefix } from "./wheel.ts";

/** Where to install, as the command line says it. */
export interface Where {
  user?: boolean | undefined;
  "sys-prefix"?: boolean | undefined;
  prefix?: string | undefined;
}

/** The options of every command that takes a place. */
export const whereOptions = {
  user: {
    type: "boolean",
    help: "for this user (the default outside a Python environment)",
  },
  "sys-prefix": {
    type: "boolean",
    help: "into the active Python environment (the default inside one that has Jupyter)",
  },
  prefix: { type: "string", value: "DIR", help: "into DIR/share/jupyter" },
} as const;

/**
 * The Jupyter data folder (`.../share/jupyter`) to write to: the one named, else that of the active Python environment
 * if Jupyter lives in it, else the user's.
 * @throws UsageError if two places are named
 */
export function findDataFolder(where: Where): string {
  const named = [where.user, where["sys-prefix"], where.prefix !== undefined];
  if (named.filter(Boolean).length > 1)
    throw new UsageError("give only one of --user, --sys-prefix and --prefix");
  if (where.prefix === "") throw new UsageError("--prefix needs a folder");
  if (where.prefix !== undefined)
    return join(resolve(where.prefix), "share", "jupyter");
  if (where["sys-prefix"]) return join(findPythonPrefix(), "share", "jupyter");
  const environment = findEnvironment();
  const inEnvironment =
    environment !== undefined &&
    findProgramIn(environment, "jupyter") !== undefined;
  if (where.user || !inEnvironment) return findUserDataFolder();
  return join(environment, "share", "jupyter");
}

/** Makes a folder and those above it, one at a time: below /proc Node's own recursion never ends. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** The active virtual or conda environment, else the one that pip has put this package into, if there is one. */
export function findEnvironment(): string | undefined {
  const { VIRTUAL_ENV, CONDA_PREFIX } = process.env;
  return VIRTUAL_ENV || CONDA_PREFIX || findWheelPrefix();
}

/** Follows jupyter_core's `jupyter_data_dir`. */
export function findUserDataFolder(
  environment = process.env,
  platform = process.platform,
): string {
  if (environment.JUPYTER_DATA_DIR) return environment.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (platform === "win32")
    return join(environment.APPDATA ?? homedir(), "jupyter");
  const data = environment.XDG_DATA_HOME || join(homedir(), ".local", "share");
  return join(data, "jupyter");
}

/** The program that a shell would run, or undefined. */
export function findProgram(
  name: string,
  path = process.env.PATH ?? "",
): string | undefined {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, file))
    .find((candidate) => existsSync(candidate));
}

/**
 * A program of a Python environment, or undefined.
 * @param prefix folder of the environment
 */
export function findProgramIn(
  prefix: string,
  name: string,
): string | undefined {
  const folder = process.platform === "win32" ? "Scripts" : "bin";
  return findProgram(name, resolve(prefix, folder));
}

/** The active environment, else the one that the jupyter on the PATH belongs to, else Python's own place. */
function findPythonPrefix(): string {
  const environment = findEnvironment() ?? findJupyterEnvironment();
  if (environment !== undefined) return environment;
  try {
    return execFileSync(
      process.platform === "win32" ? "python" : "python3",
      ["-c", "import sys; print(sys.prefix)"],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    ).trim();
  } catch {
    throw new CommandError(
      "--sys-prefix means the active Python environment, and no Python is on the PATH. To fix this: activate an " +
        "environment, or name its folder with --prefix DIR",
    );
  }
}

/** The environment behind the programs on the PATH: pipx and uv put links to them there. */
function findJupyterEnvironment(): string | undefined {
  const jupyter = findJupyterOnPath();
  if (jupyter === undefined) return undefined;
  const prefix = dirname(dirname(realpathSync(jupyter)));
  return existsSync(join(prefix, "pyvenv.cfg")) ? prefix : undefined;
}

/** `pipx install jupyterlab` and `uv tool install jupyterlab` link to jupyter-lab alone; jupyter stands beside it. */
export function findJupyterOnPath(): string | undefined {
  const jupyter = findProgram("jupyter");
  if (jupyter !== undefined) return jupyter;
  return ["jupyter-lab", "jupyter-notebook"]
    .map((name) => findProgram(name))
    .filter((path) => path !== undefined)
    .map((path) => findProgram("jupyter", dirname(realpathSync(path))))
    .find((path) => path !== undefined);
}
