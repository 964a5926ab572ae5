import { randomBytes } from "node:crypto";
import {
  gradeIdOf,
  isGrade,
  isLocked,
  isTest,
} from "../format/grade-metadata.ts";
import type { Cell, Notebook } from "../format/notebook.ts";
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
  /** For the teacher: what was changed, and when. */
  readonly notes: string[] = [];
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
    const changed = await this.#findChanged(session);
    if (changed?.length === 0) return true;
    this.#note(cell, "before", changed);
    const helpers = changed?.filter((name) => this.#names.includes(name)) ?? [];
    const again = helpers.map((name) => `${name} = ${this.#name}.kept.${name}`);
    if (again.length)
      await session.run(`// @ts-nocheck\nlet ${again.join(", ")};`, limits);
    return (await this.#findChanged(session))?.length === 0;
  }

  /** A check's own text changes nothing, so what is changed now was changed by the answers it called. */
  async afterTest(session: CellSession, cell: Cell): Promise<boolean> {
    const changed = await this.#findChanged(session);
    if (changed?.length === 0) return true;
    this.#note(cell, "during", changed);
    return false;
  }

  forged(cell: Cell): void {
    this.notes.push(
      `during ${gradeIdOf(cell)} it wrote an outcome by itself. Please read this notebook`,
    );
  }

  /** Puts built-ins back. @returns undefined without an answer */
  async #findChanged(session: CellSession): Promise<string[] | undefined> {
    const answer = await session.evaluate(
      `${this.#name}.check(${asObject(this.#names)})`,
    );
    return answer
      ?.replace(/^['"`]|['"`]$/g, "")
      .split(" ")
      .filter(Boolean);
  }

  get #names(): string[] {
    return [...this.#helpers.values()].flat();
  }

  #note(cell: Cell, when: "before" | "during", changed?: string[]): void {
    const more = (changed?.length ?? 0) > 8 ? ", ..." : "";
    const what = changed
      ? `it had replaced, and was put back: ${changed.slice(0, 8).join(", ")}${more}`
      : "its process gave no answer";
    this.notes.push(
      `${when} ${gradeIdOf(cell)} ${what}. Please read this notebook`,
    );
  }
}

const asObject = (names: string[]): string =>
  `{ ${names.map((name) => `${name}: typeof ${name} === "undefined" ? undefined : ${name}`).join(", ")} }`;

/** Names that a cell of the course gives a value for good, at its top level; such cells are written plainly enough for this. */
export function findNames(source: string): string[] {
  const declared = [
    ...source.matchAll(
      /^(?:async\s+)?(?:function\*?|const|class)\s+([\w$]+)/gm,
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
