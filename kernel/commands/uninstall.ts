import { existsSync, readdirSync, rmSync, rmdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, sep } from "node:path";
import { CommandError, UsageError, defineCommand } from "../command.ts";
import { checkName } from "./install.ts";
import {
  findDataFolder,
  findEnvironment,
  findUserDataFolder,
  type Where,
  whereOptions,
} from "../installation/jupyter-folders.ts";
import { findOwnEnvironment } from "../installation/jupyter-program.ts";
import {
  findOwnKernelspecs,
  refuseForeign,
} from "../installation/kernelspec.ts";
import { findLabextensionFolder } from "../installation/labextension.ts";
import { findTemplateFolders } from "../installation/templates.ts";
import { isWheelData } from "../installation/wheel.ts";

/** `romanesco uninstall`; nothing to remove is no failure. */
export const command = defineCommand({
  name: "uninstall",
  about: "Removes what romanesco install has written to the same place.",
  options: {
    ...whereOptions,
    all: {
      type: "boolean",
      default: false,
      help: `removes everything from the user's folders and the active environment, also the environment that romanesco
lab made, the history of cells and the packages imported by npm:; the key that signs homework stays`,
    },
    name: {
      type: "string",
      value: "N",
      help: "removes only this kernelspec; the extension and the templates stay as long as any of ours does (default: all)",
    },
    "dry-run": {
      type: "boolean",
      default: false,
      help: "says what would be removed, and removes nothing",
    },
  },
  run: ({ values }) => uninstall(values),
});

export const { run } = command;

interface Values extends Where {
  all: boolean;
  name?: string | undefined;
  "dry-run": boolean;
}

function uninstall(values: Values): number {
  if (values.all && values.name !== undefined)
    throw new UsageError("give only one of --all and --name");
  const places = values.all ? findAllPlaces() : [findDataFolder(values)];
  if (!values.all && places.every(isWheelData))
    throw new CommandError(
      `pip has written what is in ${places.join(" or ")}. To remove it: pip uninstall romanesco`,
    );
  const gone = places.flatMap((data) =>
    findInstalled(data, values.name).map((folder) => ({ folder, data })),
  );
  if (values.all)
    gone.push(
      ...findOwnData().map((folder) => ({
        folder,
        data: findUserDataFolder(),
      })),
    );
  for (const { folder, data } of gone) {
    if (!values["dry-run"]) removeFolder(folder, findTop(data));
    console.log(`${values["dry-run"] ? "would remove" : "removed"} ${folder}`);
  }
  if (gone.length === 0)
    console.log(`nothing of romanesco's is in ${places.join(" or ")}`);
  return 0;
}

function findAllPlaces(): string[] {
  const places = [
    findDataFolder({ user: true }),
    findDataFolder({}),
    findDataFolder({ "sys-prefix": findEnvironment() !== undefined }),
  ];
  return [...new Set(places)].filter((each) => !isWheelData(each));
}

/** Folders that only this package writes to. */
function findOwnData(): string[] {
  const folders = [
    dirname(findOwnEnvironment()),
    join(findUserDataFolder(), "romanesco"),
  ];
  return folders.filter((folder) => existsSync(folder));
}

function findInstalled(data: string, name: string | undefined): string[] {
  const own = findOwnKernelspecs(data);
  if (name !== undefined) refuseForeign(join(data, "kernels", checkName(name)));
  const going = own.filter((each) => name === undefined || each === name);
  const folders = going.map((each) => join(data, "kernels", each));
  if (going.length === own.length)
    folders.push(findLabextensionFolder(data), ...findTemplateFolders(data));
  return folders.filter((folder) => existsSync(folder));
}

/** What is never removed: the home, or the folder of an environment. */
function findTop(data: string): string {
  const isUsers = data === findUserDataFolder();
  const inHome = isUsers && data.startsWith(homedir() + sep);
  return inHome ? homedir() : dirname(dirname(data));
}

/** Removes a folder, then the folders above it that are empty now, but not `top`. */
function removeFolder(folder: string, top: string): void {
  rmSync(folder, { recursive: true });
  let parent = dirname(folder);
  while (parent !== top && readdirSync(parent).length === 0) {
    rmdirSync(parent);
    parent = dirname(parent);
  }
}
