import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { main } from "./romanesco.ts";

const environment = resolve(".cache/nbgrader-env");
const homework = resolve("notebooks/homework");

/** nbgrader in an environment of its own, made when it is missing. */
export function makeNbgraderEnvironment(): void {
  const { status } = spawnSync(
    "python3",
    [
      resolve("kernel/cli/environment.py"),
      environment,
      resolve("requirements-instructor.txt"),
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  if (status !== 0) throw new Error("nbgrader could not be installed");
  run(process.execPath, [main, "install", "--prefix", environment], ".");
}

/** A course folder with the project's configuration; sources and submissions are put into it by tests. */
export class NbgraderCourse {
  /** Inside the project, so that notebooks find its packages. */
  readonly folder: string;

  constructor() {
    mkdirSync(resolve(".cache"), { recursive: true });
    this.folder = mkdtempSync(resolve(".cache/course-"));
    cpSync(
      join(homework, "nbgrader_config.py"),
      join(this.folder, "nbgrader_config.py"),
    );
  }

  write(path: string, content: string | Uint8Array): void {
    const file = join(this.folder, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, content);
  }

  /** @returns everything the command wrote; throws when it fails */
  nbgrader(...args: string[]): string {
    return run(join(environment, "bin", "nbgrader"), args, this.folder);
  }

  /** Runs Python with nbgrader at hand. */
  python(code: string): string {
    return run(join(environment, "bin", "python"), ["-c", code], this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function run(program: string, args: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e8,
    env: {
      ...process.env,
      PATH: `${join(environment, "bin")}:${process.env.PATH}`,
      // Settings and kernels of whoever runs the tests stay out.
      HOME: tmpdir(),
      JUPYTER_PREFER_ENV_PATH: "1",
    },
  });
  if (status === 0) return `${stdout}${stderr}`;
  throw new Error(
    `${program} ${args.join(" ")} failed (${status ?? error}):\n${stdout}${stderr}`,
  );
}
