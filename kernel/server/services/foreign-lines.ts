import type { Outcome } from "../../interpreter/interpreter.ts";

/** What other kernels run in a line of their own, and what there is for it here. */
const ways: [line: RegExp, advice: string][] = [
  [
    /^%%?(timeit|time)\b/,
    'time code with: import { measure } from "romanesco"; await measure(() => work())',
  ],
  [
    /^(%pip|!pip|%conda|!conda|!npm|!yarn)\b/,
    "install packages in a terminal, in the notebook's folder: npm install NAME",
  ],
  [/^%%?(bash|sh)\b/, shellAdvice("COMMAND")],
  [
    /^%(who|whos|reset)\b/,
    "variables are forgotten with a restart of the kernel",
  ],
  [
    /^%%?[a-z]\w*/i,
    "this kernel's only line of that kind is %types error, warn or off",
  ],
];

function shellAdvice(command: string): string {
  return `run a program with: import { execSync } from "node:child_process"; execSync(${JSON.stringify(command)}, { encoding: "utf8" })`;
}

/** Says of a cell that failed because it was written for IPython what to write here. */
export function adviseOnForeignLine(code: string, outcome: Outcome): Outcome {
  if (outcome.status !== "error") return outcome;
  const line = code.trimStart().split("\n")[0]!.trim();
  const advice = adviceOn(line);
  if (advice === undefined) return outcome;
  return {
    ...outcome,
    traceback: [
      ...outcome.traceback,
      `A line such as ${line.split(/\s/)[0]} is IPython's, and cells here are TypeScript; ${advice}.`,
    ],
  };
}

function adviceOn(line: string): string | undefined {
  if (/^%types\b/.test(line)) return undefined;
  const way = ways.find(([pattern]) => pattern.test(line));
  if (way) return way[1];
  // `!done` is TypeScript too; a command is one word that is no name, or has arguments.
  const command = /^!\s*([a-z][\w./-]*( .*)?)$/.exec(line)?.[1];
  return command === undefined ? undefined : shellAdvice(command);
}
