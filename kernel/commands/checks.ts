import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, delimiter, dirname, isAbsolute, join } from "node:path";
import { findOwnName } from "../command.ts";
import {
  jupyterMend,
  newerJupyterMend,
  type JupyterProgram,
} from "../installation/jupyter-program.ts";
import { findLabextensionFolder } from "../installation/labextension.ts";
import { isFleeting } from "../installation/node-program.ts";
import {
  findPackageMend,
  readJson,
  readPackageVersion,
} from "../installation/package-files.ts";
import { findTemplateFolders } from "../installation/templates.ts";

/** What a check saw; with `mend`, the part is broken and this is the command that fixes it. */
export interface Finding {
  found: string;
  mend?: string;
  /** Why the parts below cannot be looked at. */
  blocks?: string;
}

/** What is examined. */
export interface Subject {
  /** Name of the kernelspec. */
  kernel: string;
  /** Python environment that was named to be looked into. */
  environment?: string | undefined;
  jupyter: JupyterProgram | undefined;
  /** Folder of the kernelspec that Jupyter finds under this name. */
  kernelspec: string | undefined;
}

/** By part, in the order of dependence. */
export const checks: Record<string, (subject: Subject) => Finding> = {
  node: checkNode,
  cores: checkCores,
  jupyter: checkJupyter,
  kernelspec: checkKernelspec,
  extension: checkExtension,
  templates: checkTemplates,
  runs: checkRuns,
  types: (subject) => checkTypes(subject),
  draws: checkDraws,
};

/** In the words with which doctor was told what to look at. */
function installMend({ kernel, environment }: Subject): string {
  const name = kernel === "romanesco" ? [] : ["--name", kernel];
  const prefix = environment === undefined ? [] : ["--prefix", environment];
  return [findOwnName(), "install", ...name, ...prefix].join(" ");
}

function checkNode(): Finding {
  const found = `Node.js ${process.versions.node}, romanesco ${readPackageVersion()}`;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 12))
    return { found, mend: "install Node.js 20.12 or newer: nodejs.org" };
  return {
    found:
      process.env.NODE_EXTRA_CA_CERTS === undefined
        ? found
        : `${found}; NODE_EXTRA_CA_CERTS is set, which slows every start of Node by about 80 ms`,
  };
}

function checkCores(): Finding {
  const cores = availableParallelism();
  return {
    found: cores === 1 ? "1 core: a pool cannot be faster" : `${cores} cores`,
  };
}

function checkJupyter({ jupyter }: Subject): Finding {
  const blocks = "there is no Jupyter";
  if (jupyter === undefined)
    return { found: "no jupyter on the PATH", mend: jupyterMend, blocks };
  const { path, kind } = jupyter;
  const version = run(path, ["lab", "--version"]);
  if (version.status !== 0 && run(path, ["--version"]).status !== 0)
    return { found: `${path} does not start`, mend: jupyterMend, blocks };
  if (version.status !== 0)
    return {
      found: `${path} (${kind}), without JupyterLab; pip install jupyterlab brings it`,
    };
  const [major = 0, minor = 0] = version.stdout.split(".").map(Number);
  const found = `JupyterLab ${version.stdout.trim()} at ${path} (${kind})`;
  if (major < 4 || (major === 4 && minor < 2))
    return { found, mend: newerJupyterMend(jupyter) };
  return { found };
}

function checkKernelspec(subject: Subject): Finding {
  const mend = installMend(subject);
  const folder = subject.kernelspec;
  if (folder === undefined)
    return {
      found: `Jupyter does not know the kernel "${subject.kernel}"`,
      mend,
      blocks: "there is no kernelspec",
    };
  const spec = readJson(join(folder, "kernel.json")) as {
    argv: string[];
    metadata?: { romanesco?: { version?: string } };
  };
  const paths = spec.argv.filter((word) => isAbsolute(word));
  const gone = paths.find((path) => !existsSync(path));
  if (gone !== undefined)
    return {
      found: `${folder} starts ${gone}, which is gone`,
      mend,
      blocks: "the kernel cannot start",
    };
  const [version, ours] = [
    spec.metadata?.romanesco?.version,
    readPackageVersion(),
  ];
  if (version !== ours)
    return {
      found: `${folder} was written by romanesco ${version ?? "?"}, this is ${ours}`,
      mend,
    };
  const fleeting = paths.find(isFleeting);
  if (fleeting !== undefined)
    return {
      found: `${folder} starts ${fleeting}, in npx's cache, which npm may empty`,
      mend,
    };
  return { found: folder };
}

function checkExtension(subject: Subject): Finding {
  const data = dirname(dirname(subject.kernelspec ?? ""));
  const folder = findLabextensionFolder(data);
  if (!existsSync(join(folder, "package.json")))
    return {
      found: `no front-end extension at ${folder}: figures are pictures only`,
      mend: installMend(subject),
    };
  return { found: folder };
}

function checkTemplates(subject: Subject): Finding {
  const data = dirname(dirname(subject.kernelspec ?? ""));
  const folders = findTemplateFolders(data);
  const gone = folders.find((folder) => !existsSync(folder));
  if (gone !== undefined)
    return {
      found: `no template for nbconvert at ${gone}`,
      mend: installMend(subject),
    };
  const names = folders.map((folder) => basename(folder));
  return { found: `for nbconvert: ${names.join(", ")}` };
}

/** With `using`, which tries the second compiler too, on a Node that does not know it. */
function checkRuns(subject: Subject): Finding {
  const cell = "const one: number = 1\nusing nothing = null\none + 1\n";
  const finding = checkCell(subject, cell, (said) =>
    said === "2" ? "1 + 1 is 2" : undefined,
  );
  return finding.mend === undefined
    ? finding
    : { ...finding, blocks: "the kernel does not run" };
}

/** Tried again: on a busy machine a check may come too late, and the cell runs. */
function checkTypes(subject: Subject, triesLeft = 2): Finding {
  const cell = `const wrong: number = "text"\n`;
  const finding = checkCell(subject, cell, (said) =>
    said.includes("not assignable to type 'number'")
      ? "a wrong type is an error before the cell runs"
      : undefined,
  );
  return finding.mend === undefined || triesLeft === 0
    ? finding
    : checkTypes(subject, triesLeft - 1);
}

/** A figure without a browser: the PNG that is saved with a notebook. */
function checkDraws(subject: Subject): Finding {
  const cell = `import { figure, renderPng } from "romanesco"
const bars = figure([{ type: "bar", x: ["a", "b"], y: [1, 2] }], {})
const png = await renderPng(bars.toJSON())
"drew " + png.length
`;
  return checkCell(subject, cell, (said) => {
    const bytes = /drew (\d+)/.exec(said)?.[1];
    return bytes && `a figure, as a PNG of ${bytes} bytes`;
  });
}

/**
 * Runs a cell as a front end does.
 * @param judge what is good about the cell's output; undefined when nothing is
 */
function checkCell(
  subject: Subject,
  cell: string,
  judge: (said: string) => string | undefined,
): Finding {
  const { stdout, stderr } = run(
    subject.jupyter?.path ?? "jupyter",
    ["run", `--kernel=${subject.kernel}`],
    cell,
  );
  const said = `${stdout}${stderr}`.trim();
  const good = judge(stdout.trim()) ?? judge(said);
  if (good !== undefined) return { found: good };
  return {
    found: `the kernel did not: ${findReason(said)}`,
    mend: findPackageMend(),
  };
}

/** A line for what the kernel said; below it, jupyter adds where in its own Python it noticed. */
function findReason(said: string): string {
  const [before = "", after = ""] = said.split(/^Traceback .*$/m);
  const lines = before.trim().split("\n");
  return (
    lines.find((line) => line.includes("Cannot find")) ||
    lines[0] ||
    after.trim().split("\n").at(-1) ||
    "it said nothing"
  );
}

/** Where this Jupyter finds a kernel of this name. */
export function findKernelspec(
  { path }: JupyterProgram,
  kernel: string,
): string | undefined {
  const { stdout } = run(path, ["kernelspec", "list", "--json"]);
  try {
    const { kernelspecs } = JSON.parse(stdout) as {
      kernelspecs: Record<string, { resource_dir: string }>;
    };
    return kernelspecs[kernel]?.resource_dir;
  } catch {
    // A Jupyter without jupyter_client knows no kernels.
    return undefined;
  }
}

function run(program: string, args: string[], input = "") {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    input,
    timeout: 60_000,
    // A program named by its path looks for its own helpers on the PATH.
    env: {
      ...process.env,
      PATH: `${dirname(program)}${delimiter}${process.env.PATH ?? ""}`,
      // These cells are nobody's.
      ROMANESCO_HISTORY: "off",
    },
  });
  return { status, stdout: stdout ?? "", stderr: stderr ?? "" };
}
