import {
  spawn,
  spawnSync,
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
} from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { answering, findFreePort } from "../e2e/lab.ts";
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
  #commands: Commands | undefined;
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
  async nbgrader(...args: string[]): Promise<string> {
    this.#commands ??= new Commands(this.folder);
    const [code, written] = await this.#commands.run(args);
    if (code === 0) return written;
    throw new Error(`nbgrader ${args.join(" ")} failed (${code}):\n${written}`);
  }

  /** Points by question, as nbgrader's gradebook has them. */
  async pointsOf(
    assignment: string,
    student: string,
  ): Promise<Record<string, number | null>> {
    const json = await this.nbgrader(
      "-c",
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
    await answering(port);
    return `http://127.0.0.1:${port}/formgrader`;
  }

  async remove(): Promise<void> {
    await this.#commands?.end();
    if (this.#server?.kill()) await once(this.#server, "exit");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** nbgrader's commands, one after the other. */
class Commands {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(cwd: string) {
    const python = join(environment, "bin", "python");
    this.#child = spawn(
      python,
      [resolve("tests/homework/nbgrader_server.py")],
      {
        cwd,
        env: environmentOf(),
      },
    );
    this.#child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: this.#child.stdout });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  async run(args: string[]): Promise<[code: number, written: string]> {
    this.#child.stdin.write(`${JSON.stringify(args)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("nbgrader's commands have ended");
    return JSON.parse(value) as [number, string];
  }

  async end(): Promise<void> {
    const ended = once(this.#child, "close");
    this.#child.stdin.end();
    await ended;
  }
}

/** Settings and kernels of whoever runs the tests stay out. */
const environmentOf = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(environment, "bin")}:${process.env.PATH}`,
  HOME: tmpdir(),
  JUPYTER_PREFER_ENV_PATH: "1",
});
