import { randomBytes } from "node:crypto";
import {
  gradeIdOf,
  isGrade,
  isLocked,
  isTest,
} from "../../../lib/homework/grade-metadata.ts";
import type { Cell, Notebook } from "../../../lib/homework/notebook.ts";
import type { CellSession } from "./cell-session.ts";
import { makeGuard } from "./guard.ts";

const limits = { ms: 30_000, outputBytes: 100_000 };

/**
 * Keeps the checks honest: before each test cell, what a submission has replaced of JavaScript's built-ins, of imported
 * modules and of the course's own helpers is put back, and noted for the teacher.
 *
 * It runs beside the submission, so someone who takes the runtime apart from inside (node:inspector) can get at it: the
 * names it notes, and the notebook, are there for a person to read.
 */
export class CheckWatch {
  /** By name of the test cell: what had been changed. */
  readonly notes = new Map<string, string[]>();
  /** Nobody can name it who has not seen it. */
  readonly #name = `guard_${randomBytes(8).toString("hex")}`;
  readonly #helpers: Map<Cell, string[]>;
  readonly #modules: string[];

  constructor(notebook: Notebook) {
    const own = notebook.cells.filter(
      (cell) => isLocked(cell) && !isGrade(cell) && cell.cell_type === "code",
    );
    const tests = notebook.cells
      .filter((cell) => isTest(cell) || own.includes(cell))
      .map((cell) => cell.source);
    const isUsed = (name: string) =>
      tests.filter((source) => new RegExp(`\\b${name}\\b`).test(source))
        .length > 0;
    this.#helpers = new Map(
      own.map((cell) => [cell, findNames(cell.source).filter(isUsed)]),
    );
    const imported = own.flatMap((cell) => [
      ...cell.source.matchAll(/\bfrom\s+["']([^"'.][^"']*)["']/g),
    ]);
    this.#modules = [...new Set(imported.map((match) => match[1]!))];
  }

  async prepare(session: CellSession): Promise<void> {
    const imports = this.#modules.map(
      (name) => `await import(${JSON.stringify(name)}).catch(() => ({}))`,
    );
    // The helpers of a bundler have no place in a cell.
    const source = `// @ts-nocheck\nconst ${this.#name} = (${makeGuard.toString()})([${imports.join(", ")}]);`;
    await session.run(source, limits);
  }

  async afterCell(session: CellSession, cell: Cell): Promise<void> {
    const names = this.#helpers.get(cell);
    if (names?.length)
      await session.evaluate(`${this.#name}.keep(${asObject(names)})`);
  }

  /** @returns whether the checks can be trusted now */
  async beforeTest(session: CellSession, cell: Cell): Promise<boolean> {
    const names = [...this.#helpers.values()].flat();
    const answer = await session.evaluate(
      `${this.#name}.check(${asObject(names)})`,
    );
    if (answer === undefined)
      return this.#note(cell, ["the guard of the checks"]);
    const changed = answer
      .replace(/^['"`]|['"`]$/g, "")
      .split(" ")
      .filter(Boolean);
    if (changed.length === 0) return true;
    this.#note(cell, changed);
    const helpers = changed.filter((name) => names.includes(name));
    const again = helpers.map((name) => `${name} = ${this.#name}.kept.${name}`);
    if (again.length)
      await session.run(`// @ts-nocheck\nlet ${again.join(", ")};`, limits);
    const left = await session.evaluate(
      `${this.#name}.check(${asObject(names)})`,
    );
    return left !== undefined && left.length <= 2;
  }

  #note(cell: Cell, changed: string[]): false {
    this.notes.set(gradeIdOf(cell) ?? "", changed);
    return false;
  }
}

const asObject = (names: string[]): string =>
  `{ ${names.map((name) => `${name}: typeof ${name} === "undefined" ? undefined : ${name}`).join(", ")} }`;

/** Names that a cell of the course declares at its top level; such cells are written plainly enough for this. */
export function findNames(source: string): string[] {
  const declared = [
    ...source.matchAll(
      /^(?:async\s+)?(?:function\*?|const|let|class)\s+([\w$]+)/gm,
    ),
  ];
  const imported = [
    ...source.matchAll(/^import\s+(?!type\b)([^"';]+?)\s+from\b/gms),
  ];
  const clauses = imported.flatMap((match) =>
    match[1]!.replace(/[{}]/g, ",").split(","),
  );
  const local = clauses
    .map((clause) => clause.trim().split(/\s+/).at(-1)!)
    .filter((name) => /^[\w$]+$/.test(name));
  return [...new Set([...declared.map((match) => match[1]!), ...local])];
}
