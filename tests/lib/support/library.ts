import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import { buildLibrary } from "../../../lib/build.js";

/**
 * The library as its users get it: bundled, with its worker file, imported by Node itself and not by the test runner,
 * beside the functions of tasks.ts as a module that workers can import.
 */
const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = `${root}.cache/lib-tests/${process.pid}-${Date.now()}`;
mkdirSync(folder, { recursive: true });
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

await buildLibrary({
  absWorkingDir: root,
  outdir: folder,
  packages: "external",
  entryPoints: {
    "tasks/tasks": "tests/lib/support/tasks.ts",
    "tasks/sharing-tasks": "tests/lib/support/sharing-tasks.ts",
    "tasks/storm-tasks": "tests/lib/support/storm-tasks.ts",
    "tasks/threading-tasks": "tests/lib/support/threading-tasks.ts",
  },
});

// The test runner rewrites `import()` to its own; this one is Node's.
const importNatively = vm.runInThisContext("(url) => import(url)", {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

export const libraryFile = `${folder}/lib/index.js`;
export const tasksFile = `${folder}/tasks/tasks.js`;

export const library = (await importNatively(
  pathToFileURL(libraryFile).href,
)) as typeof import("../../../lib/index.ts");

export const tasks = (await importNatively(
  pathToFileURL(tasksFile).href,
)) as typeof import("./tasks.ts");

/** Functions about what workers share. */
export const sharing = (await importNatively(
  pathToFileURL(`${folder}/tasks/sharing-tasks.js`).href,
)) as typeof import("./sharing-tasks.ts");

/** Functions about what Python's threading has as well. */
export const threading = (await importNatively(
  pathToFileURL(`${folder}/tasks/threading-tasks.js`).href,
)) as typeof import("./threading-tasks.ts");

/** What the tasks of a storm do. */
export const stormTasks = (await importNatively(
  pathToFileURL(`${folder}/tasks/storm-tasks.js`).href,
)) as typeof import("./storm-tasks.ts");
