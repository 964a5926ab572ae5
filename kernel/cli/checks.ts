import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { findLabextensionFolder } from "./labextension.ts";
import { readJson, readPackageVersion } from "./package-files.ts";

/** What a check saw; with `mend`, the part is broken and this is the command that mends it. */
export interface Finding {
  found: string;
  mend?: string;
}

/** What is examined. */
export interface Subject {
  /** Name of the kernelspec. */
  kernel: string;
  /** The `jupyter` program, if there is one. */
  jupyter: string | undefined;
}

/** By part, in the order of dependence. */
export const checks: Record<string, (subject: Subject) => Finding> = {
  node: checkNode,
  cores: checkCores,
  jupyter: checkJupyter,
  kernelspec: checkKernelspec,
  runs: checkRuns,
  draws: checkDraws,
  types: checkTypes,
};

const jupyterMend =
  "pipx install jupyterlab (or: romanesco lab, which brings its own)";

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
  if (jupyter === undefined)
    return { found: "no jupyter on the PATH", mend: jupyterMend };
  const version = run(jupyter, ["lab", "--version"]);
  if (version.status !== 0)
    return { found: `${jupyter} has no JupyterLab`, mend: jupyterMend };
  const [major = 0, minor = 0] = version.stdout.split(".").map(Number);
  const found = `JupyterLab ${version.stdout.trim()} (${jupyter})`;
  if (major < 4 || (major === 4 && minor < 2))
    return { found, mend: "pip install --upgrade 'jupyterlab>=4.2'" };
  return { found };
}

function checkKernelspec(subject: Subject): Finding {
  if (subject.jupyter === undefined) return unchecked;
  const mend = "romanesco install";
  const folder = findKernelspec(subject);
  if (folder === undefined)
    return {
      found: `Jupyter does not know the kernel "${subject.kernel}"`,
      mend,
    };
  const { argv } = readJson(join(folder, "kernel.json")) as { argv: string[] };
  const gone = argv.find((word) => isAbsolute(word) && !existsSync(word));
  if (gone !== undefined)
    return { found: `${folder} starts ${gone}, which is gone`, mend };
  return { found: folder };
}

function checkRuns({ jupyter, kernel }: Subject): Finding {
  if (jupyter === undefined) return unchecked;
  const cell = "const one: number = 1\none + 1\n";
  const result = run(jupyter, ["run", `--kernel=${kernel}`], cell);
  if (result.stdout.trim() === "2") return { found: "1 + 1 is 2" };
  const lines = `${result.stdout}${result.stderr}`.trim().split("\n");
  return {
    found: `the kernel does not run 1 + 1: ${lines.at(-1)}`,
    mend: "npm install -g romanesco && romanesco install",
  };
}

function checkDraws(subject: Subject): Finding {
  if (subject.jupyter === undefined) return unchecked;
  const kernelspec = findKernelspec(subject);
  const mend = "romanesco install";
  if (kernelspec === undefined) return { found: "no kernelspec", mend };
  const folder = findLabextensionFolder(dirname(dirname(kernelspec)));
  if (!existsSync(join(folder, "package.json")))
    return { found: `no front-end extension at ${folder}`, mend };
  return { found: folder };
}

function checkTypes(): Finding {
  try {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve("typescript/package.json");
    const tsc = join(dirname(manifest), "bin", "tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "--version"], {
      encoding: "utf8",
    });
    if (status === 0) return { found: `TypeScript ${stdout.trim()}` };
  } catch {
    // Not installed, or not for this platform: the same mend.
  }
  return {
    found: "TypeScript's compiler does not start",
    mend: "npm install -g romanesco",
  };
}

/** Its cause has a line of its own. */
const unchecked: Finding = { found: "not checked: there is no Jupyter" };

function findKernelspec({ jupyter, kernel }: Subject): string | undefined {
  const { stdout } = run(jupyter ?? "", ["kernelspec", "list", "--json"]);
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
    },
  });
  return { status, stdout: stdout ?? "", stderr: stderr ?? "" };
}
