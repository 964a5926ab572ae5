import { formatWithOptions } from "node:util";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { modules, programs, type Program, type Statement } from "./programs.ts";
import { Session } from "./session.ts";
import { runs } from "../../support/runs.ts";

const session = new Session();
afterAll(() => session.close());

/** What a program prints as a module of plain Node; an error it ends with counts as its last line. */
async function runAsModule(program: Program): Promise<string> {
  let printed = "";
  const globals = globalThis as { print?: (...values: unknown[]) => void };
  globals.print = (...values) => {
    printed += `${formatWithOptions({}, ...values)}\n`;
  };
  // The comment makes each import a module of its own.
  const url = `data:text/javascript,${encodeURIComponent(`${program.join("\n")}\n// ${Math.random()}`)}`;
  try {
    await import(/* @vite-ignore */ url);
  } catch (error) {
    return `${printed}${String(error)}`;
  }
  return printed;
}

/** The same as cells: `cut` says after which statements a new cell begins. */
async function runAsCells(program: Program, cut: boolean[]): Promise<string> {
  await session.run("const print = console.log;");
  const cells: string[] = [""];
  for (const [index, statement] of program.entries()) {
    if (cut[index]) cells.push("");
    cells[cells.length - 1] += `${statement}\n`;
  }
  let printed = "";
  for (const cell of cells) {
    const { outcome, stdout } = await session.run(`${cell};`);
    printed += stdout;
    if (outcome.status === "error")
      return `${printed}${outcome.name}: ${outcome.message}`;
  }
  return printed;
}

// A statement refers to names of earlier statements only, so that a program may be cut anywhere.
test(
  "a program prints the same as a module, as one cell and as many cells",
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        programs,
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        async (program, cut) => {
          const renamed = withOwnNames(program);
          const expected = await runAsModule(renamed);
          printedLines += expected.split("\n").length;
          expect(await runAsCells(renamed, [])).toBe(expected);
          const again = withOwnNames(program);
          expect(await runAsCells(again, cut)).toBe(await runAsModule(again));
        },
      ),
      { ...runs, numRuns: 150 },
    );
    // The programs do something.
    expect(printedLines).toBeGreaterThan(1000);
  },
);

test(
  "a module cut anywhere into cells, functions first, gives the same values",
  { timeout: 240_000 },
  async () => {
    let printed = 0;
    await fc.assert(
      fc.asyncProperty(
        modules,
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        async (module, cut) => {
          const whole = withOwnNames(textsOf(module));
          const expected = await runAsModule(whole);
          printed += expected.split("\n").length;
          expect(await runAsCells(whole, [])).toBe(expected);
          const again = withOwnNames(functionsFirst(module));
          expect(await runAsCells(again, cut)).toBe(await runAsModule(again));
        },
      ),
      { ...runs, numRuns: 60 },
    );
    expect(printed).toBeGreaterThan(500);
  },
);

const textsOf = (module: Statement[]): Program =>
  module.map(({ text }) => text);

/** Without what only a module refuses: functions of earlier cells read what there is of a name whose line is to come. */
function functionsFirst(module: Statement[]): Program {
  const functions = module.filter(({ kind }) => kind === "function");
  const others = module.filter(({ kind }) => kind === "other");
  return textsOf([...functions, ...others]);
}

let printedLines = 0;
let programsRun = 0;

/** Names of one run must not be those of an earlier one: cells remember. */
function withOwnNames(program: Program): Program {
  const run = programsRun++;
  return program.map((statement) =>
    statement.replace(
      /\b(maybe|[a-zC]\d+)\b(?!")/g,
      (name) => `${name}_${run}`,
    ),
  );
}
