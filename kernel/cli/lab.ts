import { spawn } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { CommandError, UsageError, runCommand } from "./command.ts";
import { makeEnvironment } from "./environment.ts";
import { install } from "./install.ts";
import {
  findProgram,
  findProgramIn,
  findUserDataFolder,
} from "./jupyter-folders.ts";

const usage = `usage: romanesco lab [DIR | NOTEBOOK] [--env DIR] [JUPYTERLAB'S OPTIONS]

Opens JupyterLab on a folder (default: this one) or a notebook, with the kernel and the front-end extension at hand.

  --env DIR   Python environment of romanesco's own that has JupyterLab. Default: the jupyter-lab on the PATH; without
              one, an environment in the user's data folder, made at the first start

Everything else goes to JupyterLab, for example --no-browser --port 8899.`;

interface Request {
  target: string;
  environment: string | undefined;
  labArguments: string[];
}

/** `romanesco lab`; ends when JupyterLab does, with its exit code. */
export function run(args: string[]): Promise<number> {
  return runCommand(args, usage, () => startLab(readRequest(args)));
}

/** Takes our own words from the front; from the first other option on, all is JupyterLab's. */
export function readRequest(args: string[]): Request {
  const rest = [...args];
  const request: Request = {
    target: ".",
    environment: undefined,
    labArguments: rest,
  };
  while (rest[0] === "--env" || (rest[0] && !rest[0].startsWith("-"))) {
    const word = rest.shift() ?? "";
    if (word !== "--env") request.target = word;
    else request.environment = rest.shift();
    if (word === "--env" && !request.environment)
      throw new UsageError("--env needs a folder");
  }
  if (rest[0] === "--") rest.shift();
  return request;
}

/** What to serve and what to open, as JupyterLab's own options. */
export function makeLabArguments(target: string): string[] {
  const path = resolve(target);
  if (!existsSync(path))
    throw new CommandError(
      `there is no ${path}. Mend: name a folder or a notebook that exists`,
    );
  if (statSync(path).isDirectory()) return [`--ServerApp.root_dir=${path}`];
  return [
    `--ServerApp.root_dir=${dirname(path)}`,
    `--LabApp.default_url=/lab/tree/${encodeURIComponent(basename(path))}`,
  ];
}

async function startLab(request: Request): Promise<number> {
  const target = makeLabArguments(request.target);
  const own = join(findUserDataFolder(), "..", "romanesco");
  const program = findLab(request.environment) ?? makeOwnLab(join(own, "env"));
  // JUPYTER_PATH comes before the environment's own folders: nothing is written into a Jupyter that is not ours.
  const data = join(own, "share", "jupyter");
  if (request.environment === undefined) install(["--prefix", own, "--quiet"]);
  const jupyterPath = [data, process.env.JUPYTER_PATH].filter(Boolean);
  const environment =
    request.environment === undefined
      ? { ...process.env, JUPYTER_PATH: jupyterPath.join(delimiter) }
      : process.env;
  const settings = writeSettings(request.environment ?? own);
  const args = [...target, ...settings, ...rootArguments()];
  return runToEnd(program, [...args, ...request.labArguments], environment);
}

/** @throws CommandError if the environment that was named has no JupyterLab */
function findLab(environment: string | undefined): string | undefined {
  if (environment === undefined) return findProgram("jupyter-lab");
  const program = findProgramIn(environment, "jupyter-lab");
  if (program === undefined)
    throw new CommandError(
      `${resolve(environment)} has no JupyterLab. Mend: romanesco lab without --env, or pip install jupyterlab there`,
    );
  return program;
}

function makeOwnLab(folder: string): string {
  makeEnvironment(folder);
  return findLab(folder) as string;
}

/** Settings for this start only: no question about news and no look for updates, both of which ask the network. */
function writeSettings(folder: string): string[] {
  const settings = resolve(folder, "share", "jupyter", "romanesco-settings");
  mkdirSync(settings, { recursive: true });
  const overrides = {
    "@jupyterlab/apputils-extension:notification": {
      fetchNews: "false",
      checkForUpdates: false,
    },
  };
  writeFileSync(join(settings, "overrides.json"), JSON.stringify(overrides));
  return [
    `--LabApp.app_settings_dir=${settings}`,
    "--LabApp.extension_manager=readonly",
  ];
}

/** JupyterLab refuses to run as root unless told; a container has often no other user. */
function rootArguments(): string[] {
  return process.getuid?.() === 0 ? ["--allow-root"] : [];
}

function runToEnd(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit", env });
  // Ctrl-C reaches JupyterLab too, which asks back before it ends: stay until it has.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  const pass = () => child.kill("SIGTERM");
  process.once("SIGTERM", pass);
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code, signal) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", pass);
      done(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1));
    });
  });
}
