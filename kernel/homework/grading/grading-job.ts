import { readFileSync } from "node:fs";
import { join } from "node:path";
import { signalProcess } from "../../../lib/platform/signals.ts";
import type { Notebook } from "../format/notebook.ts";
import { findDescendants } from "../../interpreter/runtime/descendants.ts";
import {
  findBuilt,
  findPackageFolder,
} from "../../installation/package-files.ts";
import {
  findPermissions,
  sandboxCommand,
  type Resources,
  type Walls,
} from "../sandbox/sandbox.ts";
import { CheckWatch } from "../running/check-watch.ts";
import { findLibTypes } from "../files/files.ts";
import type { Limits } from "../running/limits.ts";
import { runNotebook } from "../running/run-notebook.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** One submission to run, told by `grade` to a process of its own through a file. */
export interface GradingJob {
  notebook: Notebook;
  /** Folder to run in, with the assignment's other files; in the sandbox a copy of it is seen. */
  folder: string;
  /** Empty folders for the sandboxes of the submission and of what checks its types. */
  root: string;
  typesRoot: string;
  walls: Walls;
  slot: number;
  seed: number;
  limits: Limits;
  resources: Resources;
  /** File to write a {@link GradedRun} to. */
  result: string;
}

export interface GradedRun {
  notebook: Notebook;
  /** For the teacher: what the submission had changed of what checks are made of. */
  notes: string[];
}

/** All of a submission's processes together may have this much more memory than one of them. */
const memoryFactor = 2;
const memoryCheckMs = 250;

/** Runs a job and writes its result. The submission's code runs in the runtime's process only, inside the sandbox. */
export async function runGradingJob(path: string): Promise<void> {
  const job = JSON.parse(readFileSync(path, "utf8")) as GradingJob;
  const program = enterSandbox(job);
  const watch = new CheckWatch(job.notebook);
  const memory = setInterval(() => limitMemory(job.resources), memoryCheckMs);
  const notebook = await runNotebook(job.notebook, {
    directory: job.folder,
    libTypes: findLibTypes(),
    typesSandbox: findTypesSandbox(job),
    timeoutMs: findTypesPatience(job.limits),
    limits: job.limits,
    program,
    watch,
  });
  clearInterval(memory);
  const run: GradedRun = { notebook, notes: watch.notes };
  writeAtomically(job.result, JSON.stringify(run));
}

/** On a busy machine a person would not wait so long, but the same submission should come to the same points. */
const findTypesPatience = ({ cellMs }: Limits): number =>
  Math.max(2000, Math.min(10_000, cellMs / 6));

/** Users of their own, so that a submission with too many processes does not end the check of its types. */
const firstTypesSlot = 1000;

/** A type may ask for any file, and errors would tell what stands there: what checks types sees what the submission sees. */
function findTypesSandbox(job: GradingJob): string[] | undefined {
  if (job.walls === "permissions") return undefined;
  const slot = firstTypesSlot + job.slot;
  return sandboxCommand(job.walls, { ...job, root: job.typesRoot, slot });
}

/** @returns the program that HostInterpreter starts in place of the runtime, if another */
function enterSandbox(job: GradingJob): string | undefined {
  const environment = makeEnvironment(job);
  if (job.walls === "permissions") {
    const options = findPermissions(job.folder).map((each) =>
      JSON.stringify(each),
    );
    // Changed in place: newer Nodes start programs with the object they began with.
    for (const name of Object.keys(process.env)) delete process.env[name];
    // By the environment, not the command line: the processes of its pools have them, too.
    Object.assign(process.env, environment, {
      NODE_OPTIONS: options.join(" "),
    });
    return undefined;
  }
  process.env.ROMANESCO_SANDBOX = JSON.stringify({
    command: sandboxCommand(job.walls, job),
    runtime: findBuilt("kernel/interpreter/runtime/runtime.cjs"),
    environment,
  });
  return join(
    findPackageFolder(),
    "kernel",
    "homework",
    "sandbox",
    "start-runtime.js",
  );
}

/** Nothing else of the grader's environment: it may hold passwords. */
function makeEnvironment({ folder, seed }: GradingJob): NodeJS.ProcessEnv {
  const { PATH, LANG = "C.UTF-8", TZ, SystemRoot } = process.env;
  return {
    ...{ PATH, LANG, HOME: folder, TMPDIR: folder },
    ...(TZ === undefined ? {} : { TZ }),
    // Windows starts no program without it.
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ROMANESCO_SEED: String(seed),
    // As under nbgrader: Node's own warnings cost no points.
    NBGRADER_EXECUTION: "autograde",
  };
}

/** What many processes hold together, no limit of the system counts: the runtime is ended when it is too much. */
function limitMemory({ memoryBytes }: Resources): void {
  const used = findDescendants().reduce(
    (sum, pid) => sum + readResidentBytes(pid),
    0,
  );
  if (used < memoryFactor * memoryBytes) return;
  for (const pid of findChildren(process.pid))
    if (readFile(`/proc/${pid}/cmdline`).includes("runtime.cjs"))
      signalProcess(pid, "SIGKILL");
}

function findChildren(pid: number): number[] {
  const children = readFile(`/proc/${pid}/task/${pid}/children`).split(" ");
  return children.filter(Boolean).map(Number);
}

function readResidentBytes(pid: number): number {
  const pages = Number(readFile(`/proc/${pid}/statm`).split(" ")[1] ?? 0);
  return pages * 4096;
}

/** Empty when the process has ended meanwhile, or there is no /proc. */
function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
