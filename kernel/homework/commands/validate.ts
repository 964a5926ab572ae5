import { readNotebook, defineHomeworkCommand } from "../files/files.ts";
import { limitOptions, type LimitValues, readLimits } from "./limit-options.ts";
import { printEvent, printJson } from "../submitting/print-validation.ts";
import { validateNotebook } from "../submitting/validation.ts";

/** `romanesco validate`. */
export const command = defineHomeworkCommand({
  name: "validate",
  takes: ["NOTEBOOK..."],
  about: `Runs homework notebooks from a fresh start and says, question by question, how many points the checks give and why. It does not
change the notebooks. The exit code is 0 if every check in every notebook passes.`,
  options: {
    ...limitOptions,
    json: {
      type: "boolean",
      default: false,
      help: "prints one event per line, for programs",
    },
  },
  run: ({ values, operands }) => validate(values, operands),
});

export const { run } = command;

interface Values extends LimitValues {
  json: boolean;
}

async function validate(values: Values, paths: string[]): Promise<number> {
  const limits = readLimits(values);
  const tell = values.json ? printJson : printEvent;
  const notebooks = paths.map((path) => ({
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
