import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findFreePort } from "../e2e/lab.ts";
import { main } from "./romanesco.ts";

const environment = resolve(".cache/nbgrader-env");
const teacher = resolve("notebooks/teacher");

/** nbgrader in an environment of its own, made when it is missing. */
export function makeNbgraderEnvironment(): void {
  mkdirSync(resolve(".cache"), { recursive: true });
  const { status } = spawnSync(
    process.env.PYTHON ?? "python3",
    [
      resolve("tests/homework/nbgrader_environment.py"),
      ...[environment, process.execPath, main],
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  if (status !== 0)
    throw new Error(
      "nbgrader could not be installed; the reason stands above. It needs Python 3.11 or newer: PYTHON=/path/to/python3.11 names one",
    );
}

/** A course folder with the project's configuration; sources and submissions are put into it by tests. */
export class NbgraderCourse {
  /** Inside the project, so that notebooks find its packages. */
  readonly folder: string;
  #server: ChildProcess | undefined;

  constructor() {
    mkdirSync(resolve(".cache"), { recursive: true });
    this.folder = mkdtempSync(resolve(".cache/course-"));
    cpSync(
      join(teacher, "nbgrader_config.py"),
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

  /** Points by question, as nbgrader's gradebook has them. */
  pointsOf(assignment: string, student: string): Record<string, number | null> {
    const json = this.python(
      [
        "import json",
        "from nbgrader.api import Gradebook",
        "with Gradebook('sqlite:///gradebook.db') as book:",
        `    submission = book.find_submission(${JSON.stringify(assignment)}, ${JSON.stringify(student)})`,
        "    print(json.dumps({g.name: g.auto_score for n in submission.notebooks for g in n.grades}))",
      ].join("\n"),
    );
    return JSON.parse(json) as Record<string, number | null>;
  }

  /** Starts Jupyter's server with nbgrader's formgrader; resolves with its address. */
  async startFormgrader(): Promise<string> {
    const port = await findFreePort();
    const child = spawn(
      join(environment, "bin", "jupyter"),
      [
        ...["server", "--no-browser", "--allow-root", `--port=${port}`],
        ...["--IdentityProvider.token=", "--ServerApp.port_retries=0"],
      ],
      {
        cwd: this.folder,
        env: environmentOf(),
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    this.#server = child;
    let log = "";
    await new Promise<void>((done, fail) => {
      child.stderr.on("data", (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes("is running at")) done();
      });
      child.once("exit", () => fail(new Error(`no server:\n${log}`)));
    });
    return `http://127.0.0.1:${port}/formgrader`;
  }

  async remove(): Promise<void> {
    if (this.#server?.kill()) await once(this.#server, "exit");

    rmSync(this.folder, { recursive: true, force: true });
  }
}

function run(program: string, args: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e8,
    env: environmentOf(),
  });
  if (status === 0) return `${stdout}${stderr}`;
  throw new Error(
    `${program} ${args.join(" ")} failed (${status ?? error}):\n${stdout}${stderr}`,
  );
}

/** Settings and kernels of whoever runs the tests stay out. */
const environmentOf = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(environment, "bin")}:${process.env.PATH}`,
  HOME: tmpdir(),
  JUPYTER_PREFER_ENV_PATH: "1",
});
