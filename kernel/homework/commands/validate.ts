import { UsageError, parseOptions } from "../../command.ts";
import {
  readNotebook,
  readSeconds,
  runHomeworkCommand,
} from "../files/files.ts";
import { defaultLimits } from "../running/limits.ts";
import { printEvent, printJson } from "../submitting/print-validation.ts";
import { validateNotebook } from "../submitting/validation.ts";

const usage = `usage: romanesco validate NOTEBOOK... [--cell-limit S] [--limit S] [--json]

Runs homework notebooks from a fresh start and says, question by question, what the checks give and why. The notebooks'
files stay as they are. The exit code is 0 when all checks of all of them pass.

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
  if (positionals.length === 0)
    throw new UsageError("validate takes a NOTEBOOK, or several");
  const limits = { ...defaultLimits };
  if (values["cell-limit"])
    limits.cellMs = readSeconds("--cell-limit", values["cell-limit"]);
  if (values.limit) limits.notebookMs = readSeconds("--limit", values.limit);
  const tell = values.json ? printJson : printEvent;
  const notebooks = positionals.map((path) => ({
    path,
    notebook: readNotebook(path),
  }));
  let isComplete = true;
  for (const { path, notebook } of notebooks) {
    if (notebooks.length > 1 && !values.json) console.log(`${path}:`);
    const { problems, sum } = await validateNotebook(
      notebook,
      path,
      limits,
      tell,
    );
    isComplete &&=
      problems.length === 0 && sum.points + sum.pending === sum.maxPoints;
  }
  return isComplete ? 0 : 1;
}
