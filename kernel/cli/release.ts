import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { release } from "../../lib/homework/pipeline.ts";
import { CommandError, parseOptions, UsageError } from "./command.ts";
import {
  readNotebook,
  runHomeworkCommand,
  saveNotebook,
} from "./homework/files.ts";

const usage = `usage: romanesco release SOURCE OUT [--force]

Makes the students' copy: solutions, hidden tests and mark schemes out, stubs in, cells locked. The same as
"nbgrader generate_assignment" makes.

  SOURCE    a notebook, or a folder: its notebooks are released, its other files copied
  OUT       the notebook or folder to write
  --force   write over an earlier one`;

/** `romanesco release`. */
export function run(args: string[]): Promise<number> {
  return runHomeworkCommand(args, usage, () => releaseAll(args));
}

function releaseAll(args: string[]): number {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: { force: { type: "boolean", default: false } },
  });
  const [source, out] = positionals;
  if (source === undefined || out === undefined || positionals.length > 2)
    throw new UsageError("release takes a SOURCE and an OUT");
  if (!existsSync(source)) throw new CommandError(`there is no ${source}`);
  if (resolve(source) === resolve(out))
    throw new UsageError("OUT would replace SOURCE: choose another place");
  const jobs = statSync(source).isDirectory()
    ? findJobs(source, out)
    : [
        {
          from: source,
          to: out.endsWith(".ipynb") ? out : join(out, basename(source)),
        },
      ];
  // Everything is read and checked before anything is written.
  const writes = jobs.map(prepare);
  const standing = jobs.find(({ to }) => existsSync(to));
  if (standing && !values.force)
    throw new CommandError(
      `${standing.to} is there already. To write over it: --force`,
    );
  for (const write of writes) write();
  return 0;
}

interface Job {
  from: string;
  to: string;
}

function findJobs(source: string, out: string): Job[] {
  const names = readdirSync(source).filter((name) => !name.startsWith("."));
  return names.map((name) => ({
    from: join(source, name),
    to: join(out, name),
  }));
}

function prepare({ from, to }: Job): () => void {
  if (!from.endsWith(".ipynb"))
    return () => cpSync(from, to, { recursive: true });
  const notebook = release(readNotebook(from));
  return () => {
    mkdirSync(dirname(to), { recursive: true });
    saveNotebook(to, notebook);
    console.log(`wrote ${to}`);
  };
}
