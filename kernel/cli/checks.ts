import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findProgram } from "./jupyter-folders.ts";
import { findLabextensionFolder } from "./labextension.ts";
import { readJson, readPackageVersion } from "./package-files.ts";

/** What a check saw; with `mend`, the part is broken and this is the command that mends it. */
export interface Finding {
  found: string;
  mend?: string;
}

/** By part, in the order of dependence. Each takes the kernelspec's name. */
export const checks: Record<string, (name: string) => Finding> = {
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

function checkJupyter(): Finding {
  const jupyter = findProgram("jupyter");
  if (jupyter === undefined)
    return { found: "no jupyter on the PATH", mend: jupyterMend };
  const version = runJupyter("lab", "--version");
  if (version.status !== 0)
    return { found: `${jupyter} has no JupyterLab`, mend: jupyterMend };
  const [major = 0, minor = 0] = version.stdout.split(".").map(Number);
  const found = `JupyterLab ${version.stdout.trim()} (${jupyter})`;
  if (major < 4 || (major === 4 && minor < 2))
    return { found, mend: "pip install --upgrade 'jupyterlab>=4.2'" };
  return { found };
}

function checkKernelspec(name: string): Finding {
  const mend = "romanesco install";
  const folder = findKernelspec(name);
  if (folder === undefined)
    return { found: `Jupyter does not know the kernel "${name}"`, mend };
  const { argv } = readJson(join(folder, "kernel.json")) as { argv: string[] };
  const gone = argv.find(
    (word) => /^([/\\]|\w:)/.test(word) && !existsSync(word),
  );
  if (gone !== undefined)
    return { found: `${folder} starts ${gone}, which is gone`, mend };
  return { found: folder };
}

function checkRuns(name: string): Finding {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-doctor-"));
  const cell = join(folder, "cell.ts");
  writeFileSync(cell, "const one: number = 1\none + 1\n");
  const result = runJupyter("run", `--kernel=${name}`, cell);
  rmSync(folder, { recursive: true });
  if (result.stdout.trim() === "2") return { found: "1 + 1 is 2" };
  const last = `${result.stdout}${result.stderr}`.trim().split("\n").at(-1);
  return {
    found: `the kernel does not run 1 + 1: ${last}`,
    mend: "npm install -g romanesco && romanesco install",
  };
}

function checkDraws(name: string): Finding {
  const kernelspec = findKernelspec(name);
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

function findKernelspec(name: string): string | undefined {
  const { stdout } = runJupyter("kernelspec", "list", "--json");
  try {
    const { kernelspecs } = JSON.parse(stdout) as {
      kernelspecs: Record<string, { resource_dir: string }>;
    };
    return kernelspecs[name]?.resource_dir;
  } catch {
    // No Jupyter, which has a line of its own.
    return undefined;
  }
}

function runJupyter(...args: string[]) {
  const { status, stdout, stderr } = spawnSync("jupyter", args, {
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout: stdout ?? "", stderr: stderr ?? "" };
}
