import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { findPackageFolder } from "../../installation/package-files.ts";

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

/** What keeps a submission in its place; `permissions`, Node's own, hold its JavaScript only, not programs that it starts. */
export type Isolation = "namespaces" | "bubblewrap" | "permissions";

/** Users that own nothing; each running submission has one, since the limit of processes counts by user. */
const firstUser = 64_000;

export interface SandboxPlace {
  /** An empty folder, to build the new root in. */
  root: string;
  /** The folder that the command may write to. */
  folder: string;
  /** The assignment's own files alone, where the checks find modules. */
  checks: string;
  resources: Resources;
  /** Number of this one among those that run at the same time. */
  slot?: number;
}

/** The command that runs another in the sandbox; what it promises stands in enter.sh. */
export function sandboxCommand(
  isolation: Exclude<Isolation, "permissions">,
  place: SandboxPlace,
): string[] {
  return isolation === "namespaces"
    ? enterCommand(place)
    : bubblewrapCommand(place);
}

const sandboxFolder = () =>
  join(findPackageFolder(), "kernel", "homework", "sandbox");

/** Options of prlimit. */
function findLimits({ memoryBytes, processes, diskBytes }: Resources) {
  return [
    // Not the address space: V8 reserves far more than it uses.
    `--data=${memoryBytes}`,
    `--nproc=${processes}`,
    `--fsize=${diskBytes}`,
    "--core=0",
    "--nofile=1024",
  ];
}

function enterCommand({
  root,
  folder,
  checks,
  resources,
  slot = 0,
}: SandboxPlace): string[] {
  const isRoot = process.getuid?.() === 0;
  const { diskBytes } = resources;
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
    ...["--", "sh", join(sandboxFolder(), "enter.sh")],
    ...[
      root,
      folder,
      checks,
      String(diskBytes),
      isRoot ? String(firstUser + slot) : "-",
    ],
    ...[findReadable().join(":"), findLimits(resources).join(" "), "--"],
  ];
}

/** Some systems give namespaces to bubblewrap, and not to every program. It makes the same view as enter.sh. */
function bubblewrapCommand({
  folder,
  checks,
  resources,
  slot = 0,
}: SandboxPlace): string[] {
  const user = firstUser + slot;
  const system = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"];
  const settings = ["ld.so.cache", "alternatives", "fonts", "passwd"];
  const shown = [
    ...system,
    ...settings.map((name) => `/etc/${name}`),
    ...findReadable(),
  ];
  const given = "/romanesco-given";
  const files = "/romanesco-checks/files";
  const temporary = "/romanesco-checks/temporary";
  const both = readFileSync(join(sandboxFolder(), "run-both.sh"), "utf8");
  const start = `PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; cp -R ${given}/. . && exec sh -c "$@"`;
  return [
    // No limit of processes holds for root.
    ...(process.getuid?.() === 0
      ? [
          "setpriv",
          `--reuid=${user}`,
          `--regid=${user}`,
          "--clear-groups",
          "--",
        ]
      : []),
    ...["bwrap", "--unshare-all", "--die-with-parent", "--new-session"],
    // In one of its own it could mount file systems in memory. Older ones do not know it.
    ...(canDisableUsers() ? ["--unshare-user", "--disable-userns"] : []),
    ...["--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"],
    // For run-both.sh, which drops them.
    ...["KILL", "SETPCAP", "SYS_ADMIN"].flatMap((name) => [
      "--cap-add",
      `CAP_${name}`,
    ]),
    ...["--size", "64000000", "--tmpfs", "/tmp"],
    ...shown.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--ro-bind", folder, given],
    ...["--ro-bind", checks, files, "--dir", temporary],
    ...["--size", String(resources.diskBytes), "--tmpfs", folder],
    ...["--remount-ro", "/", "--chdir", folder, "--"],
    ...["/bin/sh", "-c", start, "sh", both, "run-both.sh"],
    ...[files, temporary, "-", findLimits(resources).join(" ")],
  ];
}

let disablesUsers: boolean | undefined;

/** Whether this bubblewrap keeps what it runs from user namespaces of its own. */
function canDisableUsers(): boolean {
  disablesUsers ??= spawnSync("bwrap", ["--help"], {
    encoding: "utf8",
  }).stdout?.includes("--disable-userns");
  return disablesUsers ?? false;
}

/** What is done about memory that no limit of the system counts, for people. */
export function describeMemory(isolation: Isolation): string {
  const counted =
    "memory of all its processes, and files in memory that they have open, looked at four times a second";
  if (isolation === "permissions") return counted;
  const isOpen = isolation === "bubblewrap" && !canDisableUsers();
  return isOpen
    ? `${counted}; this bubblewrap (older than 0.8) does not keep it from mounting file systems in memory`
    : `${counted}; no file systems of its own`;
}

/** Options of Node by which the submission's JavaScript, and Node when it starts it, reads and writes these folders only. */
export function findPermissions(folders: string[]): string[] {
  // Once each: Node 20 does not start when a path comes twice.
  const own = [
    ...new Set(folders.flatMap((each) => [each, realpathSync(each)])),
  ];
  return [
    process.allowedNodeEnvironmentFlags.has("--permission")
      ? "--permission"
      : "--experimental-permission",
    ...[...own, ...findReadable()].map((path) => `--allow-fs-read=${path}`),
    ...own.map((path) => `--allow-fs-write=${path}`),
    // Pools start processes and threads; the photos' library is native; the runtime's line to us is a socket.
    ...["--allow-child-process", "--allow-worker", "--allow-addons"],
    // Newer Nodes ask for it; older ones do not know it.
    ...["--allow-net"].filter((option) =>
      process.allowedNodeEnvironmentFlags.has(option),
    ),
    ...["SecurityWarning", "ExperimentalWarning"].map(
      (name) => `--disable-warning=${name}`,
    ),
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

/** The strongest isolation of this system, and why there are no stronger ones. */
export function findIsolation(): { isolation: Isolation; problem: string } {
  if (process.platform !== "linux")
    return {
      isolation: "permissions",
      problem: `${process.platform} has no user namespaces`,
    };
  const problem = findProblem("namespaces");
  if (problem === undefined) return { isolation: "namespaces", problem: "" };
  const isWrapped = findProblem("bubblewrap") === undefined;
  return { isolation: isWrapped ? "bubblewrap" : "permissions", problem };
}

/** Why this system does not offer that isolation; undefined when it does. */
function findProblem(isolation: Exclude<Isolation, "permissions">) {
  const base = mkdtempSync(join(tmpdir(), "romanesco-box-"));
  const [root, folder] = [join(base, "root"), join(base, "work")];
  try {
    // The sandbox's user looks in from outside before it has its own view.
    chmodSync(base, 0o755);
    for (const each of [root, folder]) mkdirSync(each);
    const resources = defaultResources;
    const place = { root, folder, checks: folder, resources };
    const [program = "", ...args] = sandboxCommand(isolation, place);
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
