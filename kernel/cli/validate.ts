import { UsageError, parseOptions } from "./command.ts";
import {
  readNotebook,
  readSeconds,
  runHomeworkCommand,
} from "./homework/files.ts";
import { defaultLimits } from "./homework/limits.ts";
import { printEvent, printJson } from "./homework/print-validation.ts";
import { validateNotebook } from "./homework/validation.ts";

const usage = `usage: romanesco validate NOTEBOOK [--cell-limit S] [--limit S] [--json]

Runs a homework notebook from a fresh start and says, question by question, what the checks give and why. The notebook's
file stays as it is. The exit code is 0 when all checks pass.

  --cell-limit S   seconds for a cell (default 120); a loop that never ends costs its own question only
  --limit S        seconds for the notebook (default 600)
  --json           an event a line, for programs`;

/** `romanesco validate`. */
export function run(args: string[]): Promise<number> {
  return runHomeworkCommand(args, usage, () => validate(args));
}

async function validate(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      "cell-limit": { type: "string" },
      limit: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw new UsageError("validate takes one NOTEBOOK");
  const limits = { ...defaultLimits };
  if (values["cell-limit"])
    limits.cellMs = readSeconds("--cell-limit", values["cell-limit"]);
  if (values.limit) limits.notebookMs = readSeconds("--limit", values.limit);
  const tell = values.json ? printJson : printEvent;
  const { problems, sum } = await validateNotebook(
    readNotebook(path),
    path,
    limits,
    tell,
  );
  return problems.length === 0 && sum.points + sum.pending === sum.maxPoints
    ? 0
    : 1;
}
