#!/usr/bin/env node
// The command line: finds the command and gives it the rest. The time to start a kernel is spent on loading code: what
// the kernel needs at once stands in this file's bundle, the other commands load when they are asked for.
import packageJson from "../package.json" with { type: "json" };
import * as launch from "./server/launch.ts";

/** @returns the exit code: 0, 1 (failed) or 2 (usage) */
type Run = (args: string[]) => Promise<number>;

interface Command {
  summary: string;
  load: () => Promise<{ run: Run }>;
}

const commands: Record<string, Command> = {
  install: {
    summary:
      "put the kernel and the front-end extension where Jupyter finds them",
    load: () => import("./commands/install.ts"),
  },
  uninstall: {
    summary: "remove what install has written",
    load: () => import("./commands/uninstall.ts"),
  },
  doctor: {
    summary: "say what Jupyter sees, and what to fix",
    load: () => import("./commands/doctor.ts"),
  },
  lab: {
    summary: "open JupyterLab with this kernel",
    load: () => import("./commands/lab.ts"),
  },
  export: {
    summary: "make a page, slides or a PDF of a notebook, for use offline",
    load: () => import("./commands/export.ts"),
  },
  papermill: {
    summary: "run a notebook with other parameters",
    load: () => import("./commands/papermill.ts"),
  },
  lsp: {
    summary: "tell an editor about the cells of its notebooks",
    load: () => import("./commands/lsp.ts"),
  },
  worker: {
    summary: "work for a cluster",
    load: () => import("./commands/worker.ts"),
  },
  cluster: {
    summary: "try a cluster out on this machine, or see who works on one",
    load: () => import("./commands/cluster.ts"),
  },
  release: {
    summary: "make the students' copy of a homework notebook",
    load: () => import("./homework/commands/release.ts"),
  },
  validate: {
    summary: "run a homework notebook and say what its checks give",
    load: () => import("./homework/commands/validate.ts"),
  },
  submit: {
    summary: "hand in a homework notebook, with a signed receipt",
    load: () => import("./homework/commands/submit.ts"),
  },
  verify: {
    summary: "say whether a submission is what its student signed",
    load: () => import("./homework/commands/verify.ts"),
  },
  grade: {
    summary: "grade submissions, each in a sandbox",
    load: () => import("./homework/commands/grade.ts"),
  },
  mark: {
    summary: "give points by hand on a page, one question over all students",
    load: () => import("./homework/commands/mark.ts"),
  },
  similar: {
    summary: "list students whose code is alike",
    load: () => import("./homework/commands/similar.ts"),
  },
  feedback: {
    summary: "write each student's feedback, and the table of grades",
    load: () => import("./homework/commands/feedback.ts"),
  },
  kernel: {
    summary: "run on a connection file; Jupyter calls this",
    load: () => Promise.resolve(launch),
  },
};

async function main([name, ...args]: string[]): Promise<number> {
  if (name === "--version" || name === "-V") return print(packageJson.version);
  const isHelp = name === "--help" || name === "-h" || name === "help";
  if (isHelp && args[0] === undefined) return print(usage());
  const asked = isHelp ? args[0] : name;
  const command =
    asked !== undefined && Object.hasOwn(commands, asked)
      ? commands[asked]
      : undefined;
  if (command) return (await command.load()).run(isHelp ? ["--help"] : args);
  const problem =
    asked === undefined
      ? "which command?"
      : `there is no command "${asked}"${await suggest(asked)}`;
  process.stderr.write(`romanesco: ${problem}\n\n${usage()}\n`);
  return 2;
}

async function suggest(name: string): Promise<string> {
  const { nearest } = await import("./interpreter/spelling.ts");
  const [near] = nearest(name, Object.keys(commands));
  return near === undefined ? "" : `. Did you mean "${near}"?`;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(12)}${summary}`,
  );
  return [
    "usage: romanesco COMMAND [OPTIONS]",
    "",
    ...lines,
    "",
    'The options of a command: "romanesco help COMMAND". Version: "romanesco --version".',
  ].join("\n");
}

process.exitCode = await main(process.argv.slice(2));
