import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signalGroup } from "../../../lib/platform/signals.ts";
import type { Notebook } from "../format/notebook.ts";
import { findBuilt } from "../../installation/package-files.ts";
import {
  findModules,
  type Resources,
  type Isolation,
} from "../sandbox/sandbox.ts";
import type { DataFiles } from "../collecting/candidates.ts";
import type { GradedRun, GradingJob } from "./grading-job.ts";
import type { Limits } from "../running/limits.ts";

export interface GradingOptions {
  limits: Limits;
  resources: Resources;
  isolation: Isolation;
  /** Folder of the source: files beside the notebook are there for the submission too. */
  sourceFolder: string;
}

/** A run that does not come to its own end gets this long beyond its limit. */
const graceMs = 30_000;
export const endedLate = "the run did not end within its limit and was ended";

/**
 * Runs one submission in a process group of its own, in a fresh folder.
 * @param slot number of this one among those that run at the same time
 * @returns what it came to, or in words why there is nothing
 */
export async function runSubmission(
  { notebook, files }: { notebook: Notebook; files: DataFiles },
  { slot, seed }: { slot: number; seed: number },
  options: GradingOptions,
): Promise<GradedRun | string> {
  const base = mkdtempSync(join(tmpdir(), "romanesco-grade-"));
  try {
    const [folder, root] = [join(base, "work"), join(base, "root")];
    const typesRoot = join(base, "types-root");
    const checks = join(base, "checks");
    const { limits, resources, isolation } = options;
    for (const each of [root, typesRoot]) mkdirSync(each);
    copySupport(options.sourceFolder, folder);
    addFiles(files, folder);
    copySupport(options.sourceFolder, checks);
    // The sandbox's user looks in from outside before it has its own view.
    chmodSync(base, 0o755);
    const result = join(base, "result.json");
    const job: GradingJob = {
      notebook,
      folder,
      checks,
      root,
      typesRoot,
      isolation,
      slot,
      seed,
      limits,
      resources,
      result,
    };
    const jobFile = join(base, "job.json");
    writeFileSync(jobFile, JSON.stringify(job), { mode: 0o600 });
    const problem = await runJob(jobFile, limits.notebookMs + graceMs);
    if (existsSync(result))
      return JSON.parse(readFileSync(result, "utf8")) as GradedRun;
    return problem ?? "the run ended without a result";
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Notebooks stay away: the source holds the solutions. */
function copySupport(from: string, to: string): void {
  mkdirSync(to);
  const skipped = /\.ipynb$|[/\\](node_modules|processed|\.ipynb_checkpoints)$/;
  // Packages are found beside the notebook, by its types and by its workers too.
  symlinkSync(findModules(), join(to, "node_modules"), "junction");
  cpSync(from, to, { recursive: true, filter: (path) => !skipped.test(path) });
}

/** What came with the submission; the course's own files stay the course's, and links of theirs lead nowhere. */
function addFiles(files: DataFiles, folder: string): void {
  for (const [name, content] of Object.entries(files)) {
    const above = name.split("/").slice(0, -1);
    const folders = above.map((_, at) =>
      join(folder, ...above.slice(0, at + 1)),
    );
    const isLink = (path: string) =>
      lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
    try {
      if (folders.some(isLink)) continue;
      mkdirSync(join(folder, ...above), { recursive: true });
      writeFileSync(join(folder, name), content, { flag: "wx" });
    } catch {
      // A file of the course's, or a name that no file can have here.
    }
  }
}

function runJob(jobFile: string, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [findBuilt("kernel/main.js"), "grade", "--job", jobFile],
      {
        detached: true,
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let said = "";
    child.stderr.on(
      "data",
      (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)),
    );
    const killGroup = () => signalGroup(child.pid, "SIGKILL");
    process.once("exit", killGroup);
    let late = false;
    const timer = setTimeout(() => ((late = true), killGroup()), limitMs);
    child.once("close", (code) => {
      clearTimeout(timer);
      process.off("exit", killGroup);
      killGroup();
      if (late) resolve(endedLate);
      else resolve(code === 0 ? undefined : describeEnd(said, code));
    });
  });
}

/** Node writes where an error was thrown, the error, its stack, and last its own version. */
function describeEnd(said: string, code: number | null): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  const error =
    lines.findLast((line) => /^(\w*Error\b|romanesco: )/.test(line)) ??
    lines.at(-1);
  return `the run failed: ${error ?? `exit code ${code}`}`;
}
