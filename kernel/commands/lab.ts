import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { signalChild } from "../../lib/platform/signals.ts";
import { CommandError, UsageError, defineCommand } from "../command.ts";
import { makeEnvironment } from "../installation/environment.ts";
import { command as install } from "./install.ts";
import { checkLabOptions } from "./lab-options.ts";
import { writeSettings } from "./lab-settings.ts";
import { findProgram, findProgramIn } from "../installation/jupyter-folders.ts";
import { findOwnEnvironment } from "../installation/jupyter-program.ts";
import { findWheelPrefix } from "../installation/wheel.ts";

/** `romanesco lab`; ends when JupyterLab does, with its exit code. */
export const command = defineCommand({
  name: "lab",
  takes: ["[DIR | NOTEBOOK]"],
  passesOn: "JUPYTERLAB'S OPTIONS",
  about: `Opens JupyterLab on a folder (default: this one) or a notebook, with the kernel and the front-end extension at hand.
Everything else is passed to JupyterLab, for example --no-browser --port 8899. Its limits on output per second are raised, its
server sends messages at once, Markdown files open as formatted text, and a course's folder "teacher", which has the solutions,
is not listed.`,
  options: {
    env: {
      type: "string",
      value: "DIR",
      help: `the Python environment to take JupyterLab from. Default: the one in which pip installed romanesco, else that
of the jupyter-lab on the PATH if it is 4.2 or newer, else an environment in the user's data folder, which
the first start makes, with uv if it is there; later starts need no network`,
    },
  },
  run: ({ operands }) => startLab(readRequest(operands)),
});

export const { run } = command;

interface Request {
  target: string;
  environment: string | undefined;
  labArguments: string[];
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
  else checkLabOptions(rest);
  return request;
}

/** What to serve and what to open, as JupyterLab's own options. */
export function makeLabArguments(target: string): string[] {
  const path = resolve(target);
  if (!existsSync(path))
    throw new CommandError(
      `there is no ${path}. To fix this: name a folder or a notebook that exists`,
    );
  const folder = findFolder(path);
  if (folder === path) return serve(folder);
  const page = `/lab/tree/${encodeURIComponent(basename(path))}`;
  return [...serve(folder), `--LabApp.default_url=${page}`];
}

const findFolder = (path: string): string =>
  statSync(path).isDirectory() ? path : dirname(path);

/** Solutions are not what a student is to come across: a course's folder `teacher` stands in no list of files. */
function serve(folder: string): string[] {
  const args = [`--ServerApp.root_dir=${folder}`];
  if (!hasTeachers(folder)) return args;
  const hidden = [...jupytersHidden, "teacher"];
  return [
    ...args,
    ...hidden.map((glob) => `--ContentsManager.hide_globs=${glob}`),
  ];
}

/** What Jupyter's server hides by itself: a list that is given replaces its own. */
const jupytersHidden = ["__pycache__", "*.pyc", "*.pyo", ".DS_Store", "*~"];

/** Are the sources of a course in the folder that is served, or below it as the project has them? */
function hasTeachers(folder: string): boolean {
  const places = ["teacher", "notebooks/teacher"];
  return places.some((place) =>
    existsSync(join(folder, place, "nbgrader_config.py")),
  );
}

async function startLab(request: Request): Promise<number> {
  const target = makeLabArguments(request.target);
  say(`opening JupyterLab on ${resolve(request.target)}`);
  const { program, settings, environment } = prepare(request.environment);
  const { options, configPath } = writeSettings(settings);
  const args = [...target, ...options, ...rateLimit, ...rootArguments()];
  return runToEnd(program, [...args, ...request.labArguments], {
    ...environment,
    JUPYTER_CONFIG_PATH: configPath,
  });
}

/** What to start, where its settings go, and the environment variables it gets. */
interface Prepared {
  program: string;
  settings: string;
  environment: NodeJS.ProcessEnv;
}

/** An environment that is ours has the kernel in it; a Jupyter that is not ours gets nothing written into. */
function prepare(named: string | undefined): Prepared {
  if (named !== undefined) return ownLab(named);
  const pips = findWheelPrefix();
  const beside = pips && findProgramIn(pips, "jupyter-lab");
  if (beside) return wheelsLab(beside);
  const others = findProgram("jupyter-lab");
  if (others !== undefined && isNewEnough(others)) return othersLab(others);
  const own = findOwnEnvironment();
  if (!existsSync(own))
    say(
      `there is no JupyterLab 4.2 or newer on the PATH. One of its own goes to ${own} (300 MB, once; romanesco uninstall --all removes it)`,
    );
  makeEnvironment(own);
  say("putting the kernel into it");
  install.call(["--prefix", own, "--quiet"]);
  return ownLab(own);
}

/** Before each step that may take a while: whoever waits knows for what. JupyterLab's own lines go to stderr too. */
function say(text: string): void {
  process.stderr.write(`romanesco: ${text}\n`);
}

/** @throws CommandError if the environment has no JupyterLab */
function ownLab(folder: string): Prepared {
  const program = findProgramIn(folder, "jupyter-lab");
  if (program === undefined)
    throw new CommandError(
      `${resolve(folder)} has no JupyterLab. To fix this: romanesco lab without --env, or pip install jupyterlab there`,
    );
  return { program, settings: folder, environment: process.env };
}

/** Of the environment that pip has put this package into: it has the kernel already. */
function wheelsLab(program: string): Prepared {
  const settings = dirname(findOwnEnvironment());
  return { program, settings, environment: process.env };
}

function othersLab(program: string): Prepared {
  const folder = dirname(findOwnEnvironment());
  install.call(["--prefix", folder, "--quiet"]);
  // Comes before the folders that Jupyter looks into by itself.
  const paths = [join(folder, "share", "jupyter"), process.env.JUPYTER_PATH];
  const JUPYTER_PATH = paths.filter(Boolean).join(delimiter);
  return {
    program,
    settings: folder,
    environment: { ...process.env, JUPYTER_PATH },
  };
}

function isNewEnough(lab: string): boolean {
  const { stdout } = spawnSync(lab, ["--version"], { encoding: "utf8" });
  const [major = 0, minor = 0] = (stdout ?? "").split(".").map(Number);
  return major > 4 || (major === 4 && minor >= 2);
}

/**
 * Jupyter's server drops what a cell prints beyond 1 MB a second, and the page shows an error of the server: 200,000 lines
 * end at line 55,000. The kernel waits for a slow front end by itself, so the limits are ten times the usual ones here.
 */
const rateLimit = [
  "--ZMQChannelsWebsocketConnection.iopub_data_rate_limit=1e7",
  "--ZMQChannelsWebsocketConnection.iopub_msg_rate_limit=1e4",
];

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
  const pass = () => signalChild(child, "SIGTERM");
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
