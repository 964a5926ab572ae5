import { dirname, join } from "node:path";
import { CommandError, UsageError, defineCommand } from "../command.ts";
import {
  findDataFolder,
  makeFolder,
  type Where,
  whereOptions,
} from "../installation/jupyter-folders.ts";
import {
  findJupyter,
  findJupyterIn,
  jupyterMend,
} from "../installation/jupyter-program.ts";
import {
  makeKernelspec,
  refuseForeign,
  writeKernelspec,
} from "../installation/kernelspec.ts";
import type { Kernelspec } from "../installation/kernelspec.ts";
import {
  findLabextensionFolder,
  writeLabextension,
} from "../installation/labextension.ts";
import { isFleeting, isVersioned } from "../installation/node-program.ts";
import { copyPackage, findCopy } from "../installation/package-copy.ts";
import { findPackageFolder } from "../installation/package-files.ts";
import { findPrivate } from "../installation/readable.ts";
import {
  findTemplateFolders,
  writeTemplates,
} from "../installation/templates.ts";
import { isWheelData } from "../installation/wheel.ts";

/** `romanesco install`; running it again brings everything up to date. */
export const command = defineCommand({
  name: "install",
  about:
    "Puts the kernel, the front-end extension and nbconvert's templates where Jupyter finds them.",
  options: {
    ...whereOptions,
    name: {
      type: "string",
      default: "romanesco",
      value: "N",
      help: "the name of the kernelspec (default: romanesco)",
    },
    "display-name": {
      type: "string",
      default: "TypeScript (Romanesco)",
      value: "D",
      help: "the name in the launcher (default: TypeScript (Romanesco))",
    },
    copy: {
      type: "boolean",
      default: false,
      help: `puts a copy of romanesco (about 120 MB) beside the kernelspec and runs it from there: for other
users of this machine. npx does so by itself, because npm may empty its cache`,
    },
    "dry-run": {
      type: "boolean",
      default: false,
      help: "says what would be written, and writes nothing",
    },
    // Of other commands: nothing is printed, npx's cache is good enough.
    quiet: { type: "boolean", default: false },
  },
  run: ({ values }) => install(values),
});

export const { run } = command;

interface Values extends Where {
  name: string;
  "display-name": string;
  copy: boolean;
  "dry-run": boolean;
  quiet: boolean;
}

function install(values: Values): number {
  const name = checkName(values.name);
  const data = findDataFolder(values);
  if (isWheelData(data)) return leaveToPip(data, name);
  const kernel = join(data, "kernels", name);
  refuseForeign(kernel);
  const fleeting = isFleeting(findPackageFolder()) && !values.quiet;
  const copy = values.copy || fleeting ? join(kernel, "package") : undefined;
  const spec = makeKernelspec(values["display-name"], copy && mainOf(copy));
  if (!values["dry-run"]) write(data, { kernel, spec, copy });
  if (values.quiet) return 0;
  const verb = values["dry-run"] ? "would write" : "wrote";
  console.log(`${verb} the kernel "${spec.display_name}" to ${kernel}`);
  if (copy) console.log(`${verb} a copy of romanesco to ${copy}`);
  console.log(
    `${verb} the front-end extension to ${findLabextensionFolder(data)}`,
  );
  for (const folder of findTemplateFolders(data))
    console.log(`${verb} a template for nbconvert to ${folder}`);
  sayJupyter(data);
  warn(spec, values.user === true || data === findDataFolder({ user: true }));
  return 0;
}

/** What pip has written stays as pip knows it. */
function leaveToPip(data: string, name: string): number {
  if (name !== "romanesco")
    throw new CommandError(
      `${data} is as pip has written it. To fix this: romanesco install --user --name ${name}`,
    );
  console.log(
    `pip has put the kernel, the front-end extension and the templates into ${data}: there is nothing to do. ` +
      "For other Jupyters: romanesco install --user, or --prefix DIR",
  );
  return 0;
}

/** jupyter_client finds kernelspecs by these names only. */
export function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]*$/.test(name)) return name;
  throw new UsageError(
    `--name "${name}" cannot name a kernelspec: use small letters, digits, dots, hyphens and underscores`,
  );
}

function mainOf(copy: string): string {
  return join(findCopy(copy), "dist", "kernel", "main.js");
}

interface Installed {
  /** Folder of the kernelspec. */
  kernel: string;
  spec: Kernelspec;
  /** Where a copy of this package goes, if one is wanted. */
  copy: string | undefined;
}

function write(data: string, { kernel, spec, copy }: Installed): void {
  try {
    makeFolder(data);
    writeKernelspec(kernel, spec);
    if (copy) copyPackage(copy);
    writeLabextension(findLabextensionFolder(data));
    writeTemplates(data);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (!code || !refusals.has(code)) throw error;
    throw new CommandError(
      `may not write ${path}. To fix this: romanesco install --user`,
      { cause: error },
    );
  }
}

/** Rights, a file system that is read-only or knows no folders of ours, a file where a folder is wanted. */
const refusals = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR"]);

function sayJupyter(data: string): void {
  const jupyter = findJupyterIn(dirname(dirname(data))) ?? findJupyter();
  if (jupyter) console.log(`for ${jupyter.path} (${jupyter.kind})`);
  else
    console.log(
      `note: there is no jupyter on the PATH. To get one: ${jupyterMend}`,
    );
}

function warn(spec: Kernelspec, forOneUser: boolean): void {
  const [node = "", main = ""] = spec.argv;
  if (isFleeting(node))
    console.log(
      `note: the kernel runs on ${node}, in npx's cache, which npm may empty; then run romanesco install again, with another Node`,
    );
  if (isVersioned(node))
    console.log(
      `note: the kernel runs on ${node}; after an upgrade of Node, run romanesco install again`,
    );
  else if (isVersioned(main))
    console.log(
      `note: the kernel runs from ${main}, which goes with an upgrade of Node or of romanesco; then run romanesco install again. ` +
        "A copy that stays: romanesco install --copy",
    );
  if (forOneUser) return;
  for (const path of [node, main].filter((each) => findPrivate(each)))
    console.log(
      `note: other users may not read ${path}: ${findPrivate(path)} is closed to them. ${
        path === main
          ? "To give them a copy: romanesco install --copy"
          : "Install Node for all users, for example in /usr"
      }`,
    );
}
