import { gradeIdOf, isLocked, isTest } from "../format/grade-metadata.ts";
import type { Cell, Notebook, Output } from "../format/notebook.ts";
import {
  CellSession,
  type CellEnd,
  type CellLimits,
  type Ended,
  type NotebookSession,
} from "./cell-session.ts";
import { planChecks, type CheckPlan } from "./check-plan.ts";
import { CollectedOutputs } from "./collect-outputs.ts";
import { makeGuard } from "./guard.ts";
import { ThreadReader } from "../../interpreter/reading/thread-reader.ts";
import type { Half, RuntimePair } from "./runtime-pair.ts";

export interface CheckedOptions {
  directory: string;
  libTypes: string;
  typesSandbox?: string[];
  timeoutMs?: number;
  runtimes: RuntimePair;
  /** Of the line between the two runtimes. */
  socket: string;
}

/** For what we run ourselves. */
const ownLimits = { ms: 30_000, outputBytes: 100_000 };
const probeLimits = { ms: 5000, outputBytes: 100_000 };
const unchecked = "// @ts-nocheck\n";
/** So much longer what a check calls may take than the check, which has to say the one reason. */
const laterMs = 500;

const border = 'globalThis[Symbol.for("romanesco.border")]';
const guarding = 'globalThis[Symbol.for("romanesco.guard")]';

/**
 * A submission's cells in one runtime, the checks of them in another:
 *
 *     cells: all but the checks          <==border==>          checks, and the course's own cells that they need
 *
 * What makes points is the checks' runtime's word alone. No cell of the submission is ever loaded into it: the answers
 * are called where they are, see lib/border.
 */
export class CheckedSession implements NotebookSession {
  readonly #notebook: Notebook;
  readonly #options: CheckedOptions;
  /** For the teacher. */
  readonly notes: string[] = [];
  readonly #reader = new ThreadReader();
  readonly #cells: CellSession;
  readonly #checks: CellSession;
  #isBegun = false;
  #plan: CheckPlan | undefined;
  #count = 0;
  /** How often the answers have served a check. */
  #turn = 0;
  /** What the sides know of each other's names. */
  readonly #offered = new Set<string>();
  readonly #shown = new Set<string>();

  constructor(notebook: Notebook, options: CheckedOptions) {
    this.#notebook = notebook;
    this.#options = options;
    const { directory, libTypes, typesSandbox, timeoutMs } = options;
    const own = (half: Half) => ({
      directory,
      reader: this.#reader,
      spawn: () => options.runtimes.start(half),
    });
    const types = { libTypes, typesSandbox, timeoutMs };
    this.#cells = new CellSession({ ...own("cells"), ...types });
    this.#checks = new CellSession(own("checks"));
  }

  get isLost(): boolean {
    return this.#cells.isLost || this.#checks.isLost;
  }

  set isLost(isLost: boolean) {
    this.#cells.isLost = this.#checks.isLost = isLost;
  }

  async prepare(): Promise<void> {
    if (this.#isBegun) await this.#beginAnew();
    this.#isBegun = true;
    this.#offered.clear();
    this.#shown.clear();
    this.#plan ??= await planChecks(this.#notebook, (source) =>
      this.#checks.interpreter.elsewhere.namesIn(source),
    );
    const { socket, directory } = this.#options;
    const guard = `${guarding} = (${makeGuard.toString()})(${importsOf(this.#notebook)});`;
    await this.#own(this.#cells, `${guard}\n${openBorder(socket, "all")};`);
    const there = `process.chdir(${JSON.stringify(directory)});\n`;
    const asHome =
      '\nObject.defineProperty(process, "pid", { value: romanescoHome });';
    await this.#own(
      this.#checks,
      `${there}const romanescoHome = ${openBorder(socket, "few")};${asHome}`,
    );
  }

  /** Both: one that is left knows the other no more. */
  async #beginAnew(): Promise<void> {
    await Promise.all([this.#cells.end(), this.#checks.end()]);
    this.#options.runtimes.renew();
    for (const session of [this.#cells, this.#checks]) session.begin();
    this.isLost = false;
  }

  async runCell(cell: Cell, limits: CellLimits): Promise<CellEnd> {
    const count = ++this.#count;
    if (isTest(cell)) return this.#check(cell, limits, count);
    await this.#show(cell);
    const end = await this.#cells.run(cell.source, limits, count);
    if (isLocked(cell) && this.#plan?.isNeeded(cell) && !this.isLost)
      await this.#copy(cell, limits, count);
    return end;
  }

  async close(): Promise<void> {
    await Promise.all([this.#cells.close(), this.#checks.close()]);
    await this.#reader.stop();
  }

  /** One of the course's own cells, for the checks; its output was shown where it ran first. */
  async #copy(cell: Cell, limits: CellLimits, count: number): Promise<void> {
    await this.#withAnswers(cell, limits, () =>
      this.#checks.run(cell.source, limits, count),
    );
  }

  async #check(
    cell: Cell,
    limits: CellLimits,
    count: number,
  ): Promise<CellEnd> {
    const asked = { executionCount: count, code: cell.source, silent: false };
    const noted = new CollectedOutputs(limits.outputBytes, () => {});
    const { id, error } = await this.#cells.interpreter.elsewhere.review(
      asked,
      noted,
    );
    if (error?.status === "error") {
      noted.error(error.name, error.message, error.traceback);
      return { ended: "error", collected: noted, count };
    }
    const { end, answers, isEarly } = await this.#withAnswers(
      cell,
      limits,
      () => this.#checks.run(cell.source, limits, count),
    );
    // It was being stopped when it came to its end: what it shows may be less than all, and nothing would be full points.
    if (isEarly && end.ended === "ok") {
      const message = "the answer ended its cell while it was being checked";
      end.ended = "error";
      end.collected.error("AnswerEnded", message, [`AnswerEnded: ${message}`]);
    }
    const failed = end.ended !== "ok";
    this.#cells.interpreter.elsewhere.adopt(id, asked, failed);
    end.collected.outputs.unshift(
      ...noted.outputs,
      ...saidBy(answers, end.ended),
    );
    return end;
  }

  /** While a check runs, what it calls prints into a cell of its own. */
  async #withAnswers(
    cell: Cell,
    limits: CellLimits,
    run: () => Promise<CellEnd>,
  ): Promise<{ end: CellEnd; answers: CellEnd; isEarly: boolean }> {
    await this.#offer();
    this.#noteChanged(
      cell,
      await this.#cells.run(`${unchecked}${guarding}.check()`, limits, 0),
    );
    const later = { ...limits, ms: limits.ms + laterMs };
    const turn = ++this.#turn;
    const serving = this.#cells.run(
      `${unchecked}await ${border}.serve(${turn});`,
      later,
      0,
    );
    let isOver = false;
    let isEarly = false;
    let stopping: Promise<void> | undefined;
    const running = run();
    // An answer that ends its process' cell, as process.exit does, will give none.
    void serving.then(() => {
      isEarly = !isOver;
      if (isEarly) stopping = this.#checks.interpreter.interrupt();
    });
    const end = await running;
    isOver = true;
    // What comes next is not what was to be stopped.
    await stopping;
    if (!this.isLost)
      await this.#own(this.#checks, `${border}.dismiss(${turn});`);
    // With the one side the other is gone, or soon will be.
    if (this.#checks.isLost && !this.#cells.isLost) await this.#cells.end();
    const answers = await serving;
    // It said that it was over, and may still be at it: what does not end is ended here, not by the next cell.
    if (isEarly && !this.#cells.isLost)
      await this.#cells.run(`${unchecked}0;`, probeLimits, 0);
    return { end, answers, isEarly };
  }

  /** Told by the submission's own side, for a person to read: no points depend on it. */
  #noteChanged(cell: Cell, { collected }: CellEnd): void {
    const told = collected.outputs.find(
      ({ output_type }) => output_type === "execute_result",
    );
    const text = told && "data" in told ? told.data["text/plain"] : "";
    if (typeof text !== "string" || !/[a-z]/i.test(text)) return;
    const names = text.slice(1, -1).trim().split(" ");
    const more = names.length > 8 ? ", ..." : "";
    this.notes.push(
      `before ${gradeIdOf(cell)} it had replaced, and was put back: ${names.slice(0, 8).join(", ")}${more}`,
    );
  }

  /** The answers' names, for the checks: those that these mention, and that are not of the course's own. */
  async #offer(): Promise<void> {
    const { declared, mentioned } = this.#plan!;
    const found = this.#cells.interpreter.elsewhere.names.filter(
      (name) =>
        mentioned.has(name) && !declared.has(name) && !this.#offered.has(name),
    );
    if (found.length === 0) return;
    for (const name of found) this.#offered.add(name);
    const names = JSON.stringify(found);
    await this.#own(this.#checks, `${border}.offer(${names});`);
  }

  /** Names of checks that have run, for answers that go on with them. */
  async #show(cell: Cell): Promise<void> {
    const known = this.#checks.interpreter.elsewhere.names;
    const found = known.filter(
      (name) =>
        !this.#shown.has(name) &&
        !this.#cells.interpreter.elsewhere.names.includes(name) &&
        cell.source.includes(name),
    );
    if (found.length === 0) return;
    for (const name of found) this.#shown.add(name);
    const names = JSON.stringify(found);
    await this.#own(this.#checks, `${border}.show(${names});`);
    await this.#own(this.#cells, `${border}.offer(${names});`);
  }

  async #own(session: CellSession, code: string): Promise<void> {
    const ran = await session.run(`${unchecked}${code}`, ownLimits, 0);
    const error = ran.collected.outputs.find(
      (output) => output.output_type === "error",
    );
    if (error?.output_type !== "error" || this.isLost) return;
    this.notes.push(`the checks could not be set up: ${error.evalue}`);
  }
}

/** What the answers have printed; and an error of theirs that no check has met, such as a rejection that nobody handled. */
function saidBy({ collected, ended }: CellEnd, ofCheck: Ended): Output[] {
  const isTold = ended === "error" && ofCheck !== "time limit";
  return collected.outputs.filter(
    ({ output_type }) => output_type !== "error" || isTold,
  );
}

/** What the course's own cells import, as an expression. */
function importsOf({ cells }: Notebook): string {
  const own = cells.filter(
    (cell) => cell.cell_type === "code" && isLocked(cell),
  );
  const found = own.flatMap(({ source }) => [
    ...source.matchAll(/\bfrom\s+["']([^"'.][^"']*)["']/g),
  ]);
  const names = new Set(found.map((match) => JSON.stringify(match[1])));
  const loads = [...names].map(
    (name) => `await import(${name}).catch(() => ({}))`,
  );
  return `[${loads.join(", ")}]`;
}

const openBorder = (socket: string, rights: string): string =>
  `await (await import("romanesco/border")).openBorder(${JSON.stringify(socket)}, "${rights}")`;
