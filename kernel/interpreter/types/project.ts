import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import packageJson from "../../../package.json" with { type: "json" };
import { ambientDeclarations } from "./ambient.ts";
import { libraries } from "./node-features.ts";
import { localPrefix } from "../reading/local-prefix.ts";

/**
 * The virtual files of a notebook. They stand in its folder, so that relative imports and packages beside the notebook
 * are found, and exist in the server's memory only.
 */
export const configName = "__romanesco.tsconfig.json";
export const overlayName = "__romanesco.cells.d.ts";
export const cellNames = {
  ts: "__romanesco.cell.ts",
  tsx: "__romanesco.cell.tsx",
} as const;
/** Refers to the documents of cells that are being written; see {@link draftName}. */
export const draftsName = "__romanesco.drafts.d.ts";
export const ambientName = "__romanesco.globals.d.ts";
const defaultsName = "__romanesco.defaults.json";

const draft = "__romanesco.draft";

/** The document of a cell as a page shows it, whether it has run or not. */
export function draftName(number: number, dialect: "ts" | "tsx"): string {
  return `${draft}.${number}.${dialect}`;
}

/** Whether a document is there for what pages ask alone. */
export function isDraft(name: string): boolean {
  return name.startsWith(draft);
}

export interface ProjectOptions {
  /** The notebook's folder: relative imports, packages and tsconfig.json are looked for here. */
  directory: string;
  /** Declarations that `import "romanesco"` means. */
  libTypes: string;
  /** Files that describe modules which cells know by other names: `npm:arquero@8`. */
  modules?: ReadonlyMap<string, string>;
}

/** The virtual files of a notebook without cells, by name; the config first, so that the others find their project. */
export function projectFiles(options: ProjectOptions): Record<string, string> {
  return {
    [configName]: configText(options),
    [defaultsName]: JSON.stringify({ compilerOptions: defaults }),
    [ambientName]: ambientDeclarations,
    [overlayName]: "",
    [draftsName]: "",
    [cellNames.tsx]: "",
    [cellNames.ts]: "",
  };
}

/** Those files before they are written: without text, in a project without libraries. The config first, as above. */
export function blankFiles(names: string[]): Map<string, string> {
  const blank = new Map([[configName, ""]]);
  for (const name of names) blank.set(name, name.endsWith(".json") ? "{}" : "");
  const compilerOptions = { noLib: true, types: [] };
  const config = { compilerOptions, files: [...blank.keys()] };
  return blank.set(configName, JSON.stringify(config));
}

/** Follows a tsconfig.json beside the notebook, if there is one now. */
export function configText(options: ProjectOptions): string {
  return JSON.stringify(config(options));
}

/** Options that a tsconfig.json beside the notebook may change. */
const defaults = {
  strict: true,
  lib: libraries(),
  types: [],
  jsx: "preserve",
};

/** Options that follow from how cells are run; what a tsconfig.json maps with `paths`, Node would not find. */
const forced = {
  target: "esnext",
  module: "preserve",
  moduleResolution: "bundler",
  moduleDetection: "force",
  allowImportingTsExtensions: true,
  // Node runs what a cell imports as it is, by whatever path.
  rewriteRelativeImportExtensions: false,
  resolveJsonModule: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  isolatedDeclarations: false,
  // The line that imports a cell's free names does not know which of them are types.
  isolatedModules: false,
  verbatimModuleSyntax: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  // A label or a statement left over is a draft, not a mistake.
  allowUnreachableCode: true,
  allowUnusedLabels: true,
};

/** What keeps a tsconfig.json beside the notebook from being read, such as ELOOP; undefined if it can be, or is not there. */
export function whyUnreadable(directory: string): string | undefined {
  const path = join(directory, "tsconfig.json");
  try {
    accessSync(path, constants.R_OK);
    // Of a pipe or a device the server would read for ever.
    const stat = statSync(path);
    return stat.isFile() || stat.isDirectory() ? undefined : "it is no file";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? undefined : code;
  }
}

function config({
  directory,
  libTypes,
  modules = new Map(),
}: ProjectOptions): object {
  const own =
    existsSync(join(directory, "tsconfig.json")) && !whyUnreadable(directory);
  return {
    extends: [`./${defaultsName}`, ...(own ? ["./tsconfig.json"] : [])],
    compilerOptions: {
      ...forced,
      typeRoots: typeRoots(directory),
      paths: {
        ...ownPackages(directory),
        romanesco: [libTypes],
        tslab: [tslabTypes()],
        ...Object.fromEntries(
          [...modules].map(([name, file]) => [name, [file]]),
        ),
        [`${localPrefix}*`]: ["./*"],
      },
    },
    // The config and its defaults too: a document of no project makes the server load the projects of all folders above.
    files: [
      configName,
      defaultsName,
      ambientName,
      overlayName,
      draftsName,
      cellNames.ts,
      cellNames.tsx,
    ],
    include: [],
    references: [],
  };
}

/** The notebook's own @types first, then the kernel's: Node's types are known in an empty folder too. */
function typeRoots(directory: string): string[] {
  const roots = ancestors(directory).map((folder) =>
    join(folder, "node_modules/@types"),
  );
  const node = createRequire(import.meta.url).resolve(
    "@types/node/package.json",
  );
  return [...roots.filter((root) => existsSync(root)), dirname(dirname(node))];
}

/** As at run time, notebooks written for tslab get the kernel's own: a copy beside the build, or the package. */
function tslabTypes(): string {
  const built = fileURLToPath(new URL("./tslab.d.ts", import.meta.url));
  if (existsSync(built)) return built;
  return createRequire(import.meta.url).resolve("tslab/dist/public.d.ts");
}

/** As at run time, a package that the folder has not is the kernel's own: homework that came as a single file finds sharp. */
function ownPackages(directory: string): Record<string, string[]> {
  const require = createRequire(import.meta.url);
  const own = (name: string) =>
    (require.resolve.paths(name) ?? [])
      .map((modules) => join(modules, name))
      .find((path) => existsSync(path));
  const inFolder = (name: string) =>
    ancestors(directory).some((folder) =>
      existsSync(join(folder, "node_modules", name)),
    );
  return Object.fromEntries(
    Object.keys(packageJson.dependencies).flatMap((name) => {
      // Only a browser can load it, or our painter of pictures.
      if (name === "plotly.js-dist") return [];
      const path = inFolder(name) ? undefined : own(name);
      return path === undefined ? [] : [[name, [path]]];
    }),
  );
}

function ancestors(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...ancestors(parent)];
}
