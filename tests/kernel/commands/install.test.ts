import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ownMemory } from "../../../kernel/own-memory.ts";
import { run as install } from "../../../kernel/commands/install.ts";
import { findPrivate } from "../../../kernel/installation/readable.ts";
import { run as uninstall } from "../../../kernel/commands/uninstall.ts";
import { printed } from "../support/printed.ts";

let prefix: string;
beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), "romanesco-install-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(prefix, { recursive: true, force: true });
});

const jupyter = (...parts: string[]) =>
  join(prefix, "share", "jupyter", ...parts);
const readSpec = (name = "romanesco") =>
  JSON.parse(readFileSync(jupyter("kernels", name, "kernel.json"), "utf8")) as {
    argv: string[];
    display_name: string;
  };
const listAll = () =>
  readdirSync(prefix, { recursive: true, encoding: "utf8" }).sort();

test("writes a kernelspec whose program and script exist, its logos and the front-end extension", async () => {
  const { code, out } = await printed(install, "--prefix", prefix);
  expect(code).toBe(0);
  expect(out).toContain(jupyter("kernels", "romanesco"));
  const { argv, ...spec } = readSpec();
  expect(spec).toMatchObject({
    display_name: "TypeScript (Romanesco)",
    language: "typescript",
    interrupt_mode: "message",
    env: ownMemory,
    metadata: { debugger: true, supported_encryption: ["curve"] },
  });
  expect(argv[0]).toMatch(/^\/.*node$/);
  expect(argv.slice(-2)).toEqual(["kernel", "{connection_file}"]);
  expect(existsSync(argv.at(-3)!)).toBe(true);
  for (const logo of ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
    expect(
      readFileSync(jupyter("kernels", "romanesco", logo)).length,
    ).toBeGreaterThan(500);
  const extension = jupyter("labextensions", "romanesco-labextension");
  expect(readdirSync(extension)).toEqual(
    expect.arrayContaining(["install.json", "package.json", "static"]),
  );
  const template = jupyter("nbconvert", "templates", "romanesco");
  expect(readdirSync(join(template, "static"))).toContain("plotly.js");
});

test("changes nothing when it runs again, and drops files that an older version left", async () => {
  await printed(install, "--prefix", prefix);
  const before = listAll();
  writeFileSync(jupyter("kernels", "romanesco", "old.js"), "");
  writeFileSync(
    jupyter("labextensions", "romanesco-labextension", "old.js"),
    "",
  );
  await printed(install, "--prefix", prefix);
  expect(listAll()).toEqual(before);
});

test("says what it would write in a dry run, and writes nothing", async () => {
  const { code, out } = await printed(install, "--prefix", prefix, "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain(`would write the kernel "TypeScript (Romanesco)"`);
  expect(listAll()).toEqual([]);
});

test("uninstall leaves nothing, and again has nothing to do", async () => {
  await printed(install, "--prefix", prefix);
  expect((await printed(uninstall, "--prefix", prefix)).out).toContain(
    "removed",
  );
  expect(listAll()).toEqual([]);
  const again = await printed(uninstall, "--prefix", prefix);
  expect(again).toMatchObject({ code: 0 });
  expect(again.out).toContain("nothing of romanesco's");
});

test("uninstall of one name keeps the extension for the other, and the files of others", async () => {
  const other = jupyter("kernels", "other");
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, "kernel.json"), `{"argv": ["other"]}`);
  await printed(install, "--prefix", prefix);
  await printed(
    install,
    "--prefix",
    prefix,
    "--name",
    "second",
    "--display-name",
    "Two",
  );
  expect(readSpec("second").display_name).toBe("Two");
  await printed(uninstall, "--prefix", prefix, "--name", "second");
  expect(existsSync(jupyter("labextensions", "romanesco-labextension"))).toBe(
    true,
  );
  await printed(uninstall, "--prefix", prefix);
  expect(readdirSync(jupyter())).toEqual(["kernels"]);
  expect(readdirSync(jupyter("kernels"))).toEqual(["other"]);
});

test("does not touch another program's kernelspec of the same name", async () => {
  const theirs = jupyter("kernels", "romanesco");
  mkdirSync(theirs, { recursive: true });
  writeFileSync(join(theirs, "kernel.json"), `{"argv": ["theirs"]}`);
  for (const command of [install, uninstall]) {
    const named = ["--prefix", prefix, "--name", "romanesco"];
    const { code, err } = await printed(command, ...named);
    expect(code).toBe(1);
    expect(err).toMatch(/another program's kernelspec.*--name/);
  }
  expect(readSpec().argv).toEqual(["theirs"]);
});

test.each([
  [["--prefix", "/somewhere", "--user"], "only one of"],
  [["--name", "My Kernel"], "cannot name a kernelspec"],
  [["--colour"], "Unknown option '--colour'"],
  [["surplus"], "Unexpected argument 'surplus'"],
])("install %j is a usage error", async (args, message) => {
  const { code, err } = await printed(install, ...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err).toContain("usage: romanesco install");
});

test("puts a copy of itself beside the kernelspec, whole and running, when asked to", async () => {
  const { out } = await printed(install, "--prefix", prefix, "--copy");
  const copy = jupyter("kernels", "romanesco", "package");
  expect(out).toContain(`wrote a copy of romanesco to ${copy}`);
  const [node = "", main = ""] = readSpec().argv;
  expect(main).toMatch(copy);
  // From an empty folder, so that nothing is found in this one.
  const run = (...args: string[]) =>
    execFileSync(node, args, { cwd: prefix, encoding: "utf8" });
  expect(run(main, "--version")).toMatch(/^\d+\.\d+/);
  const load = `for (const name of ${JSON.stringify(["esbuild", "typescript/package.json", "plotly.js-dist/package.json", "sharp"])})
    require("node:module").createRequire(${JSON.stringify(main)}).resolve(name)`;
  run("-e", load);
  await printed(uninstall, "--prefix", prefix);
  expect(listAll()).toEqual([]);
});

test("names the folder that keeps other users from the kernel", async () => {
  const closed = join(prefix, "closed");
  mkdirSync(closed, { mode: 0o700 });
  const open = join(closed, "open");
  writeFileSync(open, "", { mode: 0o644 });
  chmodSync(prefix, 0o755);
  expect(findPrivate(open)).toBe(closed);
  chmodSync(closed, 0o711);
  expect(findPrivate(open)).toBeUndefined();
});

test.each([
  ["pipx/venvs/jupyterlab", "pyvenv.cfg", "pipx"],
  ["uv/tools/jupyterlab", "pyvenv.cfg", "uv tool"],
  ["miniforge3", "conda-meta/history", "conda environment"],
  ["course/.venv", "pyvenv.cfg", "virtual environment"],
])("says of the jupyter in %s that it is: %s", async (folder, mark, kind) => {
  const bin = join(prefix, folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "jupyter"), "");
  mkdirSync(dirname(join(prefix, folder, mark)), { recursive: true });
  writeFileSync(join(prefix, folder, mark), "");
  const links = join(prefix, "links");
  mkdirSync(links);
  symlinkSync(join(bin, "jupyter"), join(links, "jupyter"));
  vi.stubEnv("PATH", links);
  vi.stubEnv("VIRTUAL_ENV", "");
  vi.stubEnv("CONDA_PREFIX", "");
  vi.stubEnv("JUPYTER_DATA_DIR", join(prefix, "user", "jupyter"));
  const { out } = await printed(install, "--dry-run");
  expect(out).toContain(join(prefix, "user", "jupyter", "kernels"));
  expect(out).toMatch(/for .*links.jupyter \(.*\)/);
  expect(out).toContain(kind);
});

test("finds the jupyter beside a jupyter-lab that pipx has linked to alone", async () => {
  const bin = join(prefix, "pipx/venvs/jupyterlab/bin");
  mkdirSync(bin, { recursive: true });
  for (const name of ["jupyter", "jupyter-lab"])
    writeFileSync(join(bin, name), "");
  mkdirSync(join(prefix, "links"));
  symlinkSync(join(bin, "jupyter-lab"), join(prefix, "links", "jupyter-lab"));
  vi.stubEnv("PATH", join(prefix, "links"));
  vi.stubEnv("VIRTUAL_ENV", "");
  vi.stubEnv("CONDA_PREFIX", "");
  vi.stubEnv("JUPYTER_DATA_DIR", join(prefix, "user", "jupyter"));
  const { out } = await printed(install, "--dry-run");
  expect(out).toMatch(/for .*jupyterlab.bin.jupyter \(pipx\)/);
});

test("--sys-prefix means the environment of the jupyter on the PATH when none is active", async () => {
  const environment = join(prefix, "env");
  mkdirSync(join(environment, "bin"), { recursive: true });
  writeFileSync(join(environment, "bin", "jupyter"), "");
  writeFileSync(join(environment, "pyvenv.cfg"), "");
  vi.stubEnv("PATH", join(environment, "bin"));
  vi.stubEnv("VIRTUAL_ENV", "");
  vi.stubEnv("CONDA_PREFIX", "");
  const { out } = await printed(install, "--sys-prefix", "--dry-run");
  expect(out).toContain(join(environment, "share", "jupyter", "kernels"));
});

test("says how to get a Jupyter where there is none", async () => {
  vi.stubEnv("PATH", "");
  vi.stubEnv("VIRTUAL_ENV", "");
  vi.stubEnv("CONDA_PREFIX", "");
  vi.stubEnv("JUPYTER_DATA_DIR", join(prefix, "user", "jupyter"));
  const { code, out } = await printed(install, "--dry-run");
  expect(code).toBe(0);
  expect(out).toMatch(/no jupyter.*To get one: .*pipx install jupyterlab/);
});

test("uninstall leaves a home that had no Jupyter as it was", async () => {
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX", "JUPYTER_DATA_DIR"])
    vi.stubEnv(name, "");
  vi.stubEnv("XDG_DATA_HOME", "");
  vi.stubEnv("HOME", prefix);
  await printed(install, "--user");
  expect(listAll()).not.toEqual([]);
  await printed(uninstall, "--user");
  expect(listAll()).toEqual([]);
});

test("uninstall --all takes along what lab and the kernel keep for the user", async () => {
  vi.stubEnv("VIRTUAL_ENV", "");
  vi.stubEnv("CONDA_PREFIX", "");
  vi.stubEnv("JUPYTER_DATA_DIR", join(prefix, "data", "jupyter"));
  await printed(install, "--user");
  for (const folder of ["romanesco/env/bin", "jupyter/romanesco/history"])
    mkdirSync(join(prefix, "data", folder), { recursive: true });
  const { code, out } = await printed(uninstall, "--all");
  expect(code).toBe(0);
  expect(out.match(/removed/g)).toHaveLength(6);
  expect(listAll()).toEqual([]);
  expect(await printed(uninstall, "--all", "--name", "one")).toMatchObject({
    code: 2,
  });
});

test("says which folder it may not write", async () => {
  writeFileSync(join(prefix, "file"), "");
  const { code, err } = await printed(
    install,
    "--prefix",
    join(prefix, "file"),
  );
  expect(code).toBe(1);
  expect(err).toContain(join(prefix, "file"));
});

test("says so, in bounded time, where no folder can be made", async () => {
  const { code, err } = await printed(install, "--prefix", "/proc/none");
  expect(code).toBe(1);
  expect(err).toContain("/proc/none");
});

test("chooses the active environment when Jupyter lives in it, else the user's folder", async () => {
  const environment = join(prefix, "env");
  vi.stubEnv("VIRTUAL_ENV", environment);
  vi.stubEnv("JUPYTER_DATA_DIR", join(prefix, "user"));
  const target = async (...args: string[]) =>
    (await printed(install, "--dry-run", ...args)).out;
  expect(await target()).toContain(join(prefix, "user", "kernels"));
  mkdirSync(join(environment, "bin"), { recursive: true });
  writeFileSync(join(environment, "bin", "jupyter"), "");
  expect(await target()).toContain(join(environment, "share/jupyter/kernels"));
  expect(await target("--user")).toContain(join(prefix, "user", "kernels"));
});

test("prints its usage for --help", async () => {
  for (const command of [install, uninstall]) {
    const { code, out } = await printed(command, "--help");
    expect(code).toBe(0);
    expect(out).toMatch(/^usage: romanesco/);
  }
});
