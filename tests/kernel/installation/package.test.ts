import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

interface Package {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}
interface Lock {
  packages: Record<string, Package>;
}

let folder: string;
let files: string[];

// The package as a stranger gets it, beside the packages that npm would bring, none of those for building it.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-package-"));
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination"];
  const [packed] = JSON.parse(
    execFileSync("npm", [...pack, folder], { encoding: "utf8" }),
  ) as { filename: string; files: { path: string }[] }[];
  files = packed!.files.map(({ path }) => path);
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "romanesco"), { recursive: true });
  execFileSync("tar", [
    ...["-xzf", join(folder, packed!.filename), "--strip-components=1"],
    ...["-C", join(modules, "romanesco")],
  ]);
  for (const path of findDependencies()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(resolve(path), join(folder, path));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a user's npm brings; an older npm also what a package for another system depends on. */
function findDependencies(): string[] {
  const text = readFileSync("package-lock.json", "utf8");
  const { packages } = JSON.parse(text) as Lock;
  const found = new Set<string>();
  const visit = ({ dependencies, optionalDependencies }: Package) => {
    for (const name of Object.keys({
      ...dependencies,
      ...optionalDependencies,
    })) {
      const path = `node_modules/${name}`;
      const next = packages[path];
      if (!next || found.has(path) || !isForHere(next) || !exists(path))
        continue;
      found.add(path);
      visit(next);
    }
  };
  visit(packages[""]!);
  return [...found];
}

function isForHere({ os, cpu, libc }: Package): boolean {
  return (
    (os?.includes(process.platform) ?? true) &&
    (cpu?.includes(process.arch) ?? true) &&
    (libc?.includes(libcHere) ?? true)
  );
}

const { header } = process.report.getReport() as unknown as {
  header: { glibcVersionRuntime?: string };
};
const libcHere = header.glibcVersionRuntime ? "glibc" : "musl";

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path)
    .map((name) => sizeOf(join(path, name)))
    .reduce((sum, bytes) => sum + bytes, 0);
}

const mega = 1e6;

test("carries what its commands read, and nothing for developers", () => {
  expect(files).toEqual(
    expect.arrayContaining([
      "LICENSE",
      "README.md",
      "dist/NOTICES.txt",
      "dist/kernel/zeromq/linux-x64-glibc.node",
      "dist/kernel/tslab.d.ts",
      "dist/lib/index.d.ts",
      "kernel/installation/environment.py",
      "kernel/commands/papermill-typescript.py",
      "kernel/homework/sandbox/enter.sh",
      "requirements.txt",
    ]),
  );
  const surplus = /\.map$|(^|\/)\.|^(tests|notebooks|kernel\/.*\.ts$)|\.test\./;
  expect(files.filter((path) => surplus.test(path))).toEqual([]);
});

test("lists what is bundled for those who look for known faults", () => {
  const read = (file: string) =>
    readFileSync(join(folder, "node_modules/romanesco", file), "utf8");
  const bill = JSON.parse(read("dist/sbom.cdx.json")) as {
    components: { name: string; version: string; purl: string }[];
  };
  const names = bill.components.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["zeromq", "jsdom", "@babel/parser"]),
  );
  expect(bill.components.find(({ name }) => name === "@babel/parser")).toEqual(
    expect.objectContaining({
      purl: expect.stringMatching(/^pkg:npm\/%40babel\/parser@\d/),
    }),
  );
  const notices = read("dist/NOTICES.txt");
  for (const { name, version } of bill.components)
    expect(notices).toContain(`${name} ${version} (`);
});

test("needs no install script and stays small", () => {
  const paths = findDependencies();
  for (const path of paths) {
    const { scripts = {} } = JSON.parse(
      readFileSync(join(path, "package.json"), "utf8"),
    ) as { scripts?: Record<string, string> };
    // esbuild's only looks for a faster way to start its program.
    if (path !== "node_modules/esbuild")
      expect(Object.keys(scripts)).not.toContain("postinstall");
    expect(Object.keys(scripts)).not.toContain("install");
  }
  const brought = paths.reduce((sum, path) => sum + sizeOf(path), 0);
  const own = sizeOf(join(folder, "node_modules", "romanesco"));
  expect(own / mega).toBeLessThan(30);
  expect((own + brought) / mega).toBeLessThan(115);
});

test("installs the kernel from there, and doctor finds nothing to fix", () => {
  const main = join(folder, "node_modules/romanesco/dist/kernel/main.js");
  const prefix = join(folder, "prefix");
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [main, ...args], {
      encoding: "utf8",
      cwd: folder,
      env: { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") },
    });
  expect(run("install", "--prefix", prefix)).toContain("wrote the kernel");
  const out = run("doctor", "--env", resolve(".venv"));
  expect(out).toContain("all is well");
  expect(out).toContain(prefix);
});
