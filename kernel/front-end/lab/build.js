// Builds dist/labextension, the folder that goes to <prefix>/share/jupyter/labextensions/romanesco-labextension.
// @jupyter/builder does it with npm packages alone: no Python, no JupyterLab at build time.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const installed = (name) => dirname(require.resolve(`${name}/package.json`));

const { status, stdout, stderr, error } = spawnSync(
  process.execPath,
  [
    join(installed("@jupyter/builder"), "lib", "build-labextension.js"),
    "--core-package-file",
    join(installed("@jupyterlab/core-meta"), "core.package.json"),
    here,
  ],
  { encoding: "utf8" },
);
if (status !== 0) {
  process.stderr.write(
    `${stdout}${stderr}${error ?? ""}\nThe JupyterLab extension was not built.\n`,
  );
  process.exitCode = 1;
}
