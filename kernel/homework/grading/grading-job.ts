import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Notebook } from "../format/notebook.ts";
import {
  builtRuntime,
  spawnRuntime,
} from "../../interpreter/host/spawn-runtime.ts";
import {
  findBuilt,
  findPackageFolder,
} from "../../installation/package-files.ts";
import {
  findPermissions,
  sandboxCommand,
  type Resources,
  type Isolation,
} from "../sandbox/sandbox.ts";
import { CheckedSession } from "../running/checked-session.ts";
import { findLibTypes } from "../files/files.ts";
import type { Limits } from "../running/limits.ts";
import { runNotebook } from "../running/run-notebook.ts";
import {
  type Half,
  type RuntimePair,
  WalledPair,
} from "../running/runtime-pair.ts";
import { writeAtomically } from "../files/atomic-write.ts";
import { limitMemory } from "./memory-watch.ts";

/** One submission to run, told by `grade` to a process of its own through a file. */
export interface GradingJob {
  notebook: Notebook;
  /** Folder to run in, with the assignment's other files; in the sandbox a copy of it is seen. */
  folder: string;
  /** The assignment's own files once more, where the checks find modules. */
  checks: string;
  /** Empty folders for the sandboxes of the submission and of what checks its types. */
  root: string;
  typesRoot: string;
  isolation: Isolation;
  slot: number;
  seed: number;
  limits: Limits;
  resources: Resources;
  /** File to write a {@link GradedRun} to. */
  result: string;
}

export interface GradedRun {
  notebook: Notebook;
  /** For the teacher: what was odd. */
  notes: string[];
}

const memoryCheckMs = 250;

/** Runs a job and writes its result. The submission's code and the checks run in runtimes of their own, inside the sandbox. */
export async function runGradingJob(path: string): Promise<void> {
  const job = JSON.parse(readFileSync(path, "utf8")) as GradingJob;
  const session = new CheckedSession(job.notebook, {
    directory: job.folder,
    libTypes: findLibTypes(),
    typesSandbox: findTypesSandbox(job),
    timeoutMs: findTypesPatience(job.limits),
    runtimes: enterSandbox(job),
    socket: findSocket(job.folder),
  });
  const memory = setInterval(
    () => limitMemory(job.resources, isRootsIsolation(job.isolation)),
    memoryCheckMs,
  );
  const { notes } = session;
  const { limits } = job;
  const notebook = await runNotebook(job.notebook, session, { limits });
  clearInterval(memory);
  const run: GradedRun = { notebook, notes };
  writeAtomically(job.result, JSON.stringify(run));
}

const isRootsIsolation = (isolation: Isolation): boolean =>
  isolation === "namespaces" && process.getuid?.() === 0;

/** On a busy machine a person would not wait so long, but the same submission should come to the same points. */
const findTypesPatience = ({ cellMs }: Limits): number =>
  Math.max(2000, Math.min(10_000, cellMs / 6));

/** Users of their own, so that a submission with too many processes does not end the check of its types. */
const firstTypesSlot = 1000;

/** A type may ask for any file, and errors would tell what stands there: what checks types sees what the submission sees. */
function findTypesSandbox(job: GradingJob): string[] | undefined {
  if (job.isolation === "permissions") return undefined;
  const slot = firstTypesSlot + job.slot;
  return sandboxCommand(job.isolation, { ...job, root: job.typesRoot, slot });
}

/** Where both sides find it, before anything of the submission has run. */
const findSocket = (folder: string): string =>
  process.platform === "win32"
    ? `\\\\.\\pipe\\romanesco-${randomUUID()}`
    : join(folder, ".border");

function enterSandbox(job: GradingJob): RuntimePair {
  const environment = makeEnvironment(job);
  if (job.isolation === "permissions") {
    // Changed in place: newer Nodes start programs with the object they began with.
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, environment);
    return startApart(job);
  }
  process.env.ROMANESCO_SANDBOX = JSON.stringify({
    command: sandboxCommand(job.isolation, job),
    runtime: findBuilt("kernel/interpreter/runtime/runtime.cjs"),
    environment,
  });
  const sandbox = join(findPackageFolder(), "kernel", "homework", "sandbox");
  return new WalledPair(job.folder, join(sandbox, "start-runtime.js"));
}

/** Each with Node's permissions for its own folder, the checks for both. */
function startApart({ folder, checks }: GradingJob): RuntimePair {
  const start = (half: Half) => {
    const isChecks = half === "checks";
    const own = isChecks ? checks : folder;
    const folders = isChecks ? [folder, checks] : [folder];
    const options = findPermissions(folders).map((each) =>
      JSON.stringify(each),
    );
    // By the environment, not the command line: the processes of its pools have them, too.
    const env = {
      ...process.env,
      ...{ HOME: own, TMPDIR: own, NODE_OPTIONS: options.join(" ") },
    };
    return spawnRuntime(own, builtRuntime, { env });
  };
  return { start, renew() {} };
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
