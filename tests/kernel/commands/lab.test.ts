import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import {
  makeLabArguments,
  readRequest,
  run,
} from "../../../kernel/commands/lab.ts";
import { writeSettings } from "../../../kernel/commands/lab-settings.ts";
import { labAliases, labFlags } from "../../../kernel/commands/lab-options.ts";
import { printed } from "../support/printed.ts";

test("takes its own words and leaves the rest to JupyterLab", () => {
  expect(
    readRequest([
      "--env",
      ".venv",
      "notebooks",
      "--no-browser",
      "--port",
      "8899",
    ]),
  ).toEqual({
    target: "notebooks",
    environment: ".venv",
    labArguments: ["--no-browser", "--port", "8899"],
  });
  expect(readRequest([])).toEqual({
    target: ".",
    environment: undefined,
    labArguments: [],
  });
  expect(readRequest(["--", "--help-all"]).labArguments).toEqual([
    "--help-all",
  ]);
});

test("serves a folder, or a notebook's folder opened at the notebook", () => {
  expect(makeLabArguments("tests")).toEqual([
    `--ServerApp.root_dir=${resolve("tests")}`,
  ]);
  expect(makeLabArguments("tests/kernel/commands/lab.test.ts")).toEqual([
    `--ServerApp.root_dir=${resolve("tests/kernel/commands")}`,
    "--LabApp.default_url=/lab/tree/lab.test.ts",
  ]);
});

test("leaves the teacher's folder, with the solutions, out of the list of files, and only that", () => {
  const hides = (target: string) =>
    makeLabArguments(target)
      .filter((each) => each.startsWith("--ContentsManager.hide_globs="))
      .map((each) => each.split("=")[1]);
  const jupyters = ["__pycache__", "*.pyc", "*.pyo", ".DS_Store", "*~"];
  for (const target of ["notebooks", "notebooks/00-start-here.ipynb", "."])
    expect(hides(target)).toEqual([...jupyters, "teacher"]);
  for (const target of ["notebooks/teacher", "notebooks/homework"])
    expect(hides(target)).toEqual([]);
});

test.each([
  [["no-such-folder"], 1, "there is no"],
  [["--env"], 2, "--env needs a folder"],
  [["--env", "tests"], 1, "has no JupyterLab. To fix this:"],
  [["--prot", "1"], 2, "JupyterLab has no option --prot. Did you mean --port?"],
  [["notebooks", "--no-browser", "--debugg=1"], 2, "Did you mean --debug?"],
  [["--sing"], 2, '"jupyter lab --help"'],
])("lab %j fails in one line", async (args, expected, message) => {
  const { code, err } = await printed(run, ...args);
  expect(code).toBe(expected);
  expect(err).toContain(message);
});

test("takes every option that JupyterLab has, settings of its classes and what follows --", () => {
  const script =
    "import json; from jupyterlab.labapp import LabApp as Lab; print(json.dumps([[*Lab.flags], [str(each) for each in Lab.aliases]]))";
  const printedNames = execFileSync(".venv/bin/python", ["-c", script], {
    encoding: "utf8",
  });
  const [flags, aliases] = JSON.parse(printedNames) as [string[], string[]];
  expect([...flags].sort()).toEqual([...labFlags].sort());
  expect([...aliases].sort()).toEqual([...labAliases].sort());
  const args = ["--port", "1", "-y", "--LabApp.dev_mode=true", "--", "--new"];
  expect(readRequest(args).labArguments).toEqual(args);
});

test("a kernel's messages do not wait in Jupyter's server until the page has acknowledged those before", () => {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { configPath } = writeSettings(folder);
  const script = `
import asyncio
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler as Handler

class Socket:
    def set_nodelay(self, on):
        print("nodelay", on)

async def jupyters(self, kernel):
    print("opens", kernel)

Handler.open = jupyters
app = ServerApp()
app.load_config_file()
asyncio.run(Handler.open(Socket(), kernel="k"))
`;
  const said = execFileSync(".venv/bin/python", ["-c", script], {
    encoding: "utf8",
    env: { ...process.env, JUPYTER_CONFIG_PATH: configPath },
  });
  expect(said).toBe("nodelay True\nopens k\n");
});

/** A machine without Jupyter: Node, Python, and a uv that takes as long as it likes. */
function makeMachine(uv: string) {
  const home = mkdtempSync(join(tmpdir(), "romanesco-machine-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const bin = join(home, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  const find = ["-c", "import sys; print(sys.executable)"];
  const python = execFileSync("python3", find, { encoding: "utf8" }).trim();
  symlinkSync(python, join(bin, "python3"));
  writeFileSync(join(bin, "uv"), uv, { mode: 0o755 });
  const PATH = [bin, "/usr/sbin", "/sbin"].join(delimiter);
  return { home, env: { PATH, HOME: home, XDG_DATA_HOME: join(home, "data") } };
}

const slowUv = `#!/bin/sh
PATH=/usr/bin:/bin
case "$1" in
  venv) for folder; do :; done; mkdir -p "$folder/bin"; ln -s "$(command -v true)" "$folder/bin/python" ;;
  pip)
    while [ ! -e "$HOME/go-on" ]; do sleep 0.02; done
    printf '#!/bin/sh\\necho "lab: $*"\\n' > "$XDG_DATA_HOME/romanesco/env/bin/jupyter-lab"
    chmod +x "$XDG_DATA_HOME/romanesco/env/bin/jupyter-lab" ;;
esac
`;

test("says what it is doing while it makes an environment, then opens JupyterLab with the kernel", async () => {
  const { home, env } = makeMachine(slowUv);
  const main = resolve("dist/kernel/main.js");
  const lab = spawn(process.execPath, [main, "lab", "--port", "1"], {
    cwd: home,
    env,
  });
  const ended = once(lab, "exit");
  const out = text(lab.stdout);
  let said = "";
  await new Promise<void>((heard) => {
    lab.stderr.on("data", (data: Buffer) => {
      said += String(data);
      if (said.includes("Python packages with uv")) heard();
    });
  });
  expect(said).toContain(`opening JupyterLab on ${home}`);
  expect(said).toMatch(/One of its own goes to .*env/);
  writeFileSync(join(home, "go-on"), "");
  expect(await ended).toEqual([0, null]);
  expect(said).toContain("putting the kernel into it");
  expect(await out).toMatch(/^lab: .*--port 1$/m);
  expect(
    existsSync(
      join(home, "data/romanesco/env/share/jupyter/kernels/romanesco"),
    ),
  ).toBe(true);
});

test("an upgrade brings environment and kernel up to date, and keeps history, keys and what was added", async () => {
  const { home, env } = makeMachine(slowUv);
  const data = join(home, "data");
  const environment = join(data, "romanesco", "env");
  const kernel = join(environment, "share/jupyter/kernels/romanesco");
  const kept = [
    join(data, "jupyter", "romanesco", "history"),
    join(home, ".config", "romanesco", "student-key.pem"),
    join(environment, "lib", "added-by-hand.py"),
  ];
  const older = JSON.stringify({
    argv: ["/gone"],
    metadata: { romanesco: { version: "0.1.0-older" } },
  });
  const files = { [join(kernel, "kernel.json")]: older };
  for (const file of kept) files[file] = `of the older version: ${file}`;
  files[join(environment, ".requirements.txt.done")] = "another checksum";
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  mkdirSync(join(environment, "bin"));
  symlinkSync("/bin/true", join(environment, "bin", "python"));
  writeFileSync(join(home, "go-on"), "");
  const main = resolve("dist/kernel/main.js");
  execFileSync(process.execPath, [main, "lab"], {
    cwd: home,
    env,
    stdio: "ignore",
  });
  for (const file of kept) expect(readFileSync(file, "utf8")).toBe(files[file]);
  const spec = readFileSync(join(kernel, "kernel.json"), "utf8");
  expect(spec).not.toContain("older");
  expect(
    readFileSync(join(environment, ".requirements.txt.done"), "utf8"),
  ).toMatch(/^[0-9a-f]{64}$/);
});
