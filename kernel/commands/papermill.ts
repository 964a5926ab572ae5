import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError, defineCommand } from "../command.ts";
import { findJupyter } from "../installation/jupyter-program.ts";
import { findPackageFolder } from "../installation/package-files.ts";

/** `romanesco papermill`; ends with papermill's exit code. */
export const command = defineCommand({
  name: "papermill",
  takes: ["NOTEBOOK", "OUTPUT", "[-p NAME VALUE]..."],
  passesOn: "PAPERMILL'S OPTIONS",
  about: `Runs papermill, which sets parameters in a notebook and runs it, and teaches it how TypeScript writes a parameter. The cell
tagged "parameters" holds the defaults. All options are papermill's own: romanesco papermill -- --help`,
  options: {},
  run: ({ operands }) => startPapermill(operands),
});

export const { run } = command;

function startPapermill(args: string[]): number {
  const script = join(
    findPackageFolder(),
    "kernel",
    "commands",
    "papermill-typescript.py",
  );
  const rest = args[0] === "--" ? args.slice(1) : args;
  const { status, error } = spawnSync(findPython(), [script, ...rest], {
    stdio: "inherit",
  });
  if (error) throw error;
  return status ?? 1;
}

/** The Python that papermill is installed for. */
function findPython(): string {
  const papermill = findJupyter("papermill");
  if (papermill === undefined)
    throw new CommandError(
      "there is no papermill on the PATH. To fix this: pip install papermill (or: pipx install papermill)",
    );
  const folder = dirname(realpathSync(papermill.path));
  const names = ["python3", "python", "python.exe"];
  const python = names
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  return python ?? "python3";
}
