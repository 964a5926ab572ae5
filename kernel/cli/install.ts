import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CommandError,
  UsageError,
  parseOptions,
  runCommand,
} from "./command.ts";
import {
  findDataFolder,
  findProgram,
  findProgramIn,
  whereOptions,
} from "./jupyter-folders.ts";
import {
  makeKernelspec,
  refuseForeign,
  writeKernelspec,
} from "./kernelspec.ts";
import type { Kernelspec } from "./kernelspec.ts";
import { findLabextensionFolder, writeLabextension } from "./labextension.ts";
import { isFleeting, isVersioned } from "./node-program.ts";

const usage = `usage: romanesco install [--user | --sys-prefix | --prefix DIR] [--name N] [--display-name D] [--dry-run]

Puts the kernel and the front-end extension where Jupyter finds them.

  --user            for this user (the default outside a Python environment)
  --sys-prefix      into the active Python environment (the default inside one that has Jupyter)
  --prefix DIR      into DIR/share/jupyter
  --name N          name of the kernelspec (default: romanesco)
  --display-name D  name in the launcher (default: TypeScript (Romanesco))
  --dry-run         says what would be written, writes nothing`;

/** `romanesco install`; running it again brings everything up to date. */
export function run(args: string[]): Promise<number> {
  return runCommand(args, usage, () => install(args));
}

/** Installs; see `usage`. `--quiet` is for other commands: nothing is printed. */
export function install(args: string[]): number {
  const { values } = parseOptions({ args, options });
  const name = checkName(values.name);
  const data = findDataFolder(values);
  const kernel = join(data, "kernels", name);
  refuseForeign(kernel);
  const spec = makeKernelspec(values["display-name"]);
  const labextension = findLabextensionFolder(data);
  if (!values["dry-run"]) write(kernel, spec, labextension);
  if (values.quiet) return 0;
  const verb = values["dry-run"] ? "would write" : "wrote";
  console.log(`${verb} the kernel "${spec.display_name}" to ${kernel}`);
  console.log(`${verb} the front-end extension to ${labextension}`);
  warn(spec, data);
  return 0;
}

const options = {
  ...whereOptions,
  name: { type: "string", default: "romanesco" },
  "display-name": { type: "string", default: "TypeScript (Romanesco)" },
  "dry-run": { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
} as const;

/** jupyter_client finds kernelspecs by these names only. */
export function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]*$/.test(name)) return name;
  throw new UsageError(
    `--name "${name}" cannot name a kernelspec: use small letters, digits, dots, hyphens and underscores`,
  );
}

function write(kernel: string, spec: Kernelspec, labextension: string): void {
  try {
    writeKernelspec(kernel, spec);
    writeLabextension(labextension);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") throw error;
    throw new CommandError(
      `may not write ${path}. Mend: romanesco install --user`,
      { cause: error },
    );
  }
}

function warn(spec: Kernelspec, data: string): void {
  const paths = spec.argv.filter((word) => existsSync(word));
  for (const path of paths.filter(isFleeting))
    console.log(
      `note: ${path} is in npx's cache, which npm may empty. To keep the kernel: npm install -g romanesco && romanesco install`,
    );
  const [node = ""] = spec.argv;
  if (isVersioned(node))
    console.log(
      `note: the kernel runs on ${node}; after an upgrade of Node, run romanesco install again`,
    );
  const beside = findProgramIn(join(data, "..", ".."), "jupyter");
  if (beside === undefined && findProgram("jupyter") === undefined)
    console.log(
      "note: there is no jupyter on the PATH. To get one: pipx install jupyterlab (or: romanesco lab, which brings its own)",
    );
}
