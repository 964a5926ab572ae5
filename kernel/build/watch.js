// Builds the kernel and the library anew whenever a source changes, one build at a time. JupyterLab takes a new kernel with
// "Restart Kernel", and a new extension when its page is loaded again.
import { spawnSync } from "node:child_process";
import { watch } from "node:fs";

const sources = /\.(ts|js|cjs|css|j2|json)$/;
const quietMs = 200;
let timer;

function build() {
  const started = Date.now();
  const { status } = spawnSync(
    "make",
    ["--silent", "dist/.code", "dist/.labextension"],
    {
      stdio: "inherit",
    },
  );
  console.log(
    status === 0
      ? `built in ${((Date.now() - started) / 1000).toFixed(1)} s; waiting for the next change`
      : "not built; waiting for the next change",
  );
}

build();
for (const folder of ["kernel", "lib"])
  watch(folder, { recursive: true }, (_event, file) => {
    if (!sources.test(String(file))) return;
    clearTimeout(timer);
    timer = setTimeout(build, quietMs);
  });
