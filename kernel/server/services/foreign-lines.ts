import type { Outcome } from "../../interpreter/interpreter.ts";
import { magicWords } from "../../interpreter/magics/table.ts";

/** What other kernels run in a line of their own, and what there is for it here. */
const ways: [line: RegExp, advice: string][] = [
  [
    /^(%pip|!pip|%conda|!conda|!npm|!yarn)\b/,
    'install packages with %npm install NAME, or import them from "npm:NAME"',
  ],
  [/^%%bash\b/, "%%sh runs a cell as a script of the shell"],
  [/^%bash\b/, "run a program with %sh COMMAND"],
  [/^%whos\b/, "%who lists the names that cells have declared"],
  [/^%%timeit\b/, "%timeit EXPRESSION computes an expression again and again"],
  [/^%%?[a-z]\w*/i, "%help lists the lines of that kind that there are"],
];

/** Says of a cell that failed because it was written for IPython what to write here. */
export function adviseOnForeignLine(code: string, outcome: Outcome): Outcome {
  if (outcome.status !== "error") return outcome;
  const ours = outcome.name === "SyntaxError" ? misplaced(code) : undefined;
  if (ours !== undefined)
    return addLine(
      outcome,
      `${ours} stands at the head of a cell${ours.startsWith("%%") ? "" : ", or after a statement that ends with a semicolon"}: elsewhere % divides.`,
    );
  const line = code.trimStart().split("\n")[0]!.trim();
  const isOurs = Object.hasOwn(magicWords, /^%%?[a-z]+/.exec(line)?.[0] ?? "");
  const advice = isOurs ? undefined : adviceOn(line);
  if (advice === undefined) return outcome;
  return addLine(
    outcome,
    `A line such as ${line.split(/\s/)[0]} is IPython's, and cells here are TypeScript; ${advice}.`,
  );
}

function addLine(
  outcome: Outcome & { status: "error" },
  line: string,
): Outcome {
  return { ...outcome, traceback: [...outcome.traceback, line] };
}

function adviceOn(line: string): string | undefined {
  const way = ways.find(([pattern]) => pattern.test(line));
  if (way) return way[1];
  // `!done` is TypeScript too; a command is one word that is no name, or has arguments.
  const command = /^!\s*([a-z][\w./-]*( .*)?)$/.exec(line)?.[1];
  return command === undefined
    ? undefined
    : `run a program with %sh ${command}`;
}

/** A line that is ours, where TypeScript could have gone on. */
function misplaced(code: string): string | undefined {
  return code
    .split("\n")
    .map((line) => /^\s*(%%?[a-z]+)/.exec(line)?.[1] ?? "")
    .find((word) => Object.hasOwn(magicWords, word));
}
