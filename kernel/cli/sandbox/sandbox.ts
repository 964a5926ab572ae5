import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { findPackageFolder } from "../package-files.ts";

/** What a submission may use, besides time. */
export interface Resources {
  /** Bytes of memory for one process. */
  memoryBytes: number;
  /** Processes and threads at the same time. */
  processes: number;
  /** Bytes that its folder may hold. */
  diskBytes: number;
}

export const defaultResources: Resources = {
  memoryBytes: 2e9,
  processes: 400,
  diskBytes: 5e8,
};

/** Users that own nothing; each running submission has one, since the limit of processes counts by user. */
const firstUser = 64_000;

/**
 * The command that runs another in the sandbox; what it promises stands in enter.sh.
 * @param root an empty folder, and `folder` the one the command may write to
 * @param slot number of this one among those that run at the same time
 */
export function sandboxCommand(
  root: string,
  folder: string,
  resources: Resources,
  slot = 0,
): string[] {
  const isRoot = process.getuid?.() === 0;
  const { memoryBytes, processes, diskBytes } = resources;
  const limits = [
    // Not the address space: V8 reserves far more than it uses.
    `--data=${memoryBytes}`,
    `--nproc=${processes}`,
    `--fsize=${diskBytes}`,
    "--core=0",
    "--nofile=1024",
  ];
  return [
    // Whoever ends us ends it.
    ...["setpriv", "--pdeathsig", "KILL", "--"],
    ...[
      "unshare",
      "--mount",
      "--pid",
      "--net",
      "--ipc",
      "--uts",
      "--fork",
      "--kill-child",
    ],
    ...(isRoot ? [] : ["--user", "--map-root-user"]),
    ...[
      "--",
      "sh",
      join(findPackageFolder(), "kernel", "cli", "sandbox", "enter.sh"),
    ],
    ...[
      root,
      folder,
      String(diskBytes),
      isRoot ? String(firstUser + slot) : "-",
    ],
    ...[findReadable().join(":"), limits.join(" "), "--"],
  ];
}

/** Node, the built kernel and the packages: no sources of homework, no other submission. */
function findReadable(): string[] {
  const packageFolder = findPackageFolder();
  return [
    process.execPath,
    join(packageFolder, "package.json"),
    join(packageFolder, "dist"),
    ...findModuleFolders(),
  ];
}

/** The folder with the packages that this one depends on. */
export function findModules(): string {
  return findModuleFolders()[0] ?? join(findPackageFolder(), "node_modules");
}

/** Where Node looks for this package's own packages, nearest first. */
function findModuleFolders(): string[] {
  const folders: string[] = [];
  let folder = findPackageFolder();
  for (; folder !== dirname(folder); folder = dirname(folder))
    if (basename(folder) !== "node_modules")
      folders.push(join(folder, "node_modules"));
  return folders.filter((each) => existsSync(each));
}

/** Why there is no sandbox on this system; undefined when there is. */
export function findSandboxProblem(): string | undefined {
  if (process.platform !== "linux")
    return `${process.platform} has no user namespaces`;
  const base = mkdtempSync(join(tmpdir(), "romanesco-box-"));
  const root = mkdtempSync(join(base, "root-"));
  const folder = mkdtempSync(join(base, "work-"));
  try {
    const [program = "", ...args] = sandboxCommand(
      root,
      folder,
      defaultResources,
    );
    const { status, stderr, error } = spawnSync(program, [...args, "true"], {
      encoding: "utf8",
      timeout: 20_000,
    });
    if (status === 0) return undefined;
    return (stderr || String(error ?? `status ${status}`))
      .trim()
      .split("\n")[0];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
