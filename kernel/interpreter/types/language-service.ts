import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as lsp from "vscode-languageserver-protocol";
import {
  linesAround,
  questionsBelow,
  readCell,
  showBareCell,
  showCell,
  type CellDocument,
} from "./cell-document.ts";
import type { CheckedCell, Unavailable } from "./checked-cell.ts";
import { CellTexts } from "./cell-texts.ts";
import { Checker } from "./checker.ts";
import { ConfigDocument } from "./config-document.ts";
import type { Completions } from "../interpreter.ts";
import { completeCell, namesBefore } from "./completion.ts";
import {
  inOrder,
  isImplicitAny,
  toDiagnostics,
  type Diagnostic,
} from "./diagnostics.ts";
import type { Question } from "../reading/missing-annotations.ts";
import { findFileErrors } from "./file-errors.ts";
import { Foresight } from "./foresight.ts";
import { addHints } from "./hints.ts";
import { inspectCell, type Inspection } from "./inspection.ts";
import { findDroppedPromises } from "./dropped-promises.ts";
import { findLacking } from "./lacking.ts";
import { LocalFiles, toFileEvent } from "./local-files.ts";
import { EndTypes, findCandidates, importsFor } from "./narrowing.ts";
import { nearNames } from "./near-names.ts";
import { Overlay } from "./overlay.ts";
import { overlayName, whyUnreadable } from "./project.ts";
import { keyLine } from "./scope-lines.ts";
import { Turns } from "./turns.ts";
import { TypeServer, type TypeServerOptions } from "./type-server.ts";
import { type CellReader, ReadingError } from "../reading/cell-reader.ts";
import { isHeavy, TooDeepError } from "./weight.ts";
import { within } from "./within.ts";

export type LanguageServiceOptions = TypeServerOptions;

/** In more text than this nobody types; reading it at each key would hold up the kernel. */
const longestTyped = 100_000;

const noServer = "TypeScript's server is missing, starting again or too slow";
const tooMuch =
  "it takes TypeScript's server too long, or more memory than there is";

/**
 * TypeScript's knowledge of a notebook: errors before a cell runs, types of the cells that ran, completion, inspection.
 *
 *     check(cell) --> (the cell runs) --> commit(cell) --> its declarations are known to later cells
 *
 * The cell in hand is one module, its text unchanged; a last line imports its free names. Everything asked of the
 * server is done one after the other, so that a check sees the commits before it.
 */
export class LanguageService {
  readonly #checker: Checker;
  readonly #config: ConfigDocument;
  readonly #files: LocalFiles;
  readonly #log: (line: string) => void;
  readonly #timeoutMs: number;
  #overlay = new Overlay();
  /** Names of the overlay's files, as the server knows them. */
  #shown: string[] = [];
  #answered?: {
    name: string;
    revision: number;
    items: lsp.Diagnostic[];
  };
  readonly #texts: CellTexts;
  readonly #foresight: Foresight;
  readonly #turns = new Turns();
  /** The cell that the server was asked about last. */
  #asked?: number;
  /** The cell that got no answer: its types are not asked for again if that may end the next process too. */
  #unanswered?: string;

  readonly #options: LanguageServiceOptions;
  readonly #reader: CellReader;
  readonly #server: TypeServer;

  /**
   * @param reader reads the text of cells
   * @param server one that may have been started already, to be ready sooner
   */
  constructor(
    options: LanguageServiceOptions,
    reader: CellReader,
    server = new TypeServer(options),
  ) {
    this.#options = options;
    this.#reader = reader;
    this.#server = server;

    const { directory, log = () => {}, timeoutMs = 2000 } = options;
    this.#log = log;
    this.#timeoutMs = timeoutMs;
    this.#config = new ConfigDocument(server, options);
    this.#checker = new Checker(server, directory);
    this.#texts = new CellTexts(reader);
    this.#foresight = new Foresight(this.#checker, server);
    this.#files = new LocalFiles(reader);
    this.#files.watch(join(directory, "tsconfig.json"));
  }

  /** Process of the type checker, while there is one. */
  get pid(): number | undefined {
    return this.#server.pid;
  }

  /** Starts the type checker in the background. */
  start(): void {
    this.#server.start();
  }

  /**
   * Type errors of a cell that has not run yet.
   * @returns in order of place; `unavailable` if the type checker is missing or broken, or ends over this cell or takes
   * longer than `timeoutMs` for it, after which it is replaced
   */
  async check(cell: CheckedCell): Promise<Diagnostic[] | Unavailable> {
    const unreadable = whyUnreadable(this.#options.directory);
    if (unreadable)
      return { unavailable: `tsconfig.json cannot be read (${unreadable})` };
    // Cells that ran are being taken in meanwhile.
    void this.#texts.of(cell.code);
    let isOver = false;
    const work = async () => (isOver ? [] : this.#diagnose(cell));
    try {
      return await within(this.#timeoutMs, this.#turns.add(work));
    } catch (error) {
      isOver = true;
      this.#log(`types of cell ${cell.id} not checked: ${String(error)}`);
      const isTooMuch =
        error instanceof TooDeepError ||
        error instanceof ReadingError ||
        this.#asked === cell.id;
      if (!isTooMuch) return { unavailable: noServer };
      this.#unanswered = cell.code;
      return { unavailable: tooMuch, cellAlone: true };
    }
  }

  /**
   * Makes the declarations of a cell that ran known to later cells, whose checks wait for it.
   * @param missed names of a cell that failed before it declared them (default: none)
   * @param failed it did not come to its end (default: it did)
   */
  async commit(
    cell: CheckedCell,
    missed: string[] = [],
    failed = missed.length > 0,
  ): Promise<void> {
    try {
      await this.#turns.add(() => this.#declare(cell, missed, failed));
    } catch (error) {
      // The cell could not be read, or everything is shutting down.
      this.#log(`declarations of cell ${cell.id} not known: ${String(error)}`);
    }
  }

  /**
   * Completes code that may be half written; also while a cell runs.
   * @param cursor UTF-16 index into `code`
   * @returns no matches if the type checker is not there
   */
  async complete(code: string, cursor: number): Promise<Completions> {
    const answer = await this.#ask("completion", code, async () => {
      const wanted = namesBefore(code, cursor, this.#overlay);
      const cell = await readCell(code, this.#reader, this.#overlay, wanted);
      if (cell.deep) return undefined;
      showCell(this.#server, cell);
      return completeCell(this.#server, this.#overlay, cell, cursor);
    });
    return answer ?? { start: cursor, end: cursor, matches: [] };
  }

  /**
   * Signature and documentation of what the cursor is at, or, between the parentheses of a call, of what is called.
   * @param cursor UTF-16 index into `code`
   * @param detail 1 adds the source of functions, classes and types of earlier cells (default 0)
   */
  inspect(
    code: string,
    cursor: number,
    detail: 0 | 1 = 0,
  ): Promise<Inspection | undefined> {
    return this.#ask("inspection", code, async () => {
      const cell = await readCell(code, this.#reader, this.#overlay);
      if (cell.deep) return undefined;
      showCell(this.#server, cell);
      return inspectCell(this.#server, this.#overlay, cell, cursor, detail);
    });
  }

  /**
   * A question about cells that are being written, in its turn.
   * @param question given what the cells that ran declare
   * @returns undefined if no answer comes in time
   */
  aside<T>(question: (overlay: Overlay) => Promise<T>): Promise<T | undefined> {
    return this.#ask("marks", "", async () => {
      await this.#foresight.settled();
      return question(this.#overlay);
    });
  }

  /** Makes modules known to the cells that follow, by the names that these have for them. */
  know(modules: [name: string, file: string][]): void {
    void this.#turns.add(async () => this.#config.know(modules));
  }

  /** Forgets all cells, as a restart of the runtime does. @returns the names that they declared */
  reset(): Promise<string[]> {
    return this.#turns.add(async () => {
      const names = [...this.#overlay.names()];
      this.#overlay = new Overlay();
      this.#showOverlay();
      return names;
    });
  }

  dispose(): void {
    this.#server.stop();
  }

  /** The answer to a question about code that is being typed; undefined if none comes in time. */
  async #ask<T>(
    what: string,
    code: string,
    question: () => Promise<T>,
  ): Promise<T | undefined> {
    if (code.length > longestTyped) return undefined;
    const { answer, giveUp } = this.#turns.ask(question);
    try {
      return await within(this.#timeoutMs, answer);
    } catch (error) {
      this.#log(`no ${what}: ${String(error)}`);
      return undefined;
    } finally {
      giveUp();
    }
  }

  async #diagnose({ id, code }: CheckedCell): Promise<Diagnostic[]> {
    this.#asked = undefined;
    const cell = await this.#read(code);
    if (cell.deep) throw new TooDeepError();
    await this.refreshFiles(cell.specifiers);
    if (cell.broken) showBareCell(this.#server, cell);
    else showCell(this.#server, cell);
    (await this.#server.running()).offerImports(false);
    this.#asked = id;
    this.#foresight.ask(cell, this.#overlay);
    const items = await this.#itemsOf(cell.name);
    const uri = this.#server.uri(cell.name);
    const above = cell.scope.lead && !cell.broken ? 1 : 0;
    const found = toDiagnostics(cell.code, items, uri, cell.broken, above);
    const more = await Promise.all([
      findLacking(this.#server, this.#overlay, cell),
      findDroppedPromises(this.#server, this.#overlay, cell),
      findFileErrors(this.#server, this.#files, cell),
    ]);
    const all = inOrder([...found, ...more.flat()]);
    return this.weigh(addHints(all, cell, this.#overlay));
  }

  /** A type that nobody wrote is a mistake where a tsconfig.json says so, and elsewhere worth a word. */
  async weigh(found: Diagnostic[]): Promise<Diagnostic[]> {
    if (!found.some(isImplicitAny) || (await this.#wantsAllTypes()))
      return found;
    return found.map((one) =>
      isImplicitAny(one) ? { ...one, severity: "warning" } : one,
    );
  }

  async #wantsAllTypes(): Promise<boolean> {
    const { strict, noImplicitAny } = await this.#ownOptions();
    return Boolean(noImplicitAny ?? strict);
  }

  /** The compiler options of a tsconfig.json beside the notebook, and of those that it extends. */
  async #ownOptions(): Promise<Record<string, unknown>> {
    const { directory } = this.#options;
    return existsSync(join(directory, "tsconfig.json"))
      ? this.#checker.optionsOf("tsconfig.json")
      : {};
  }

  /** The server need not be asked again while it has been told nothing new: a cell that is run once more is the same. */
  async #itemsOf(name: string): Promise<lsp.Diagnostic[]> {
    const { revision } = this.#server;
    const known = this.#answered;
    if (known?.name === name && known.revision === revision) return known.items;
    const { items = [] } = await this.#server.diagnostics(name);
    this.#answered = { name, revision, items };
    return items;
  }

  async #declare(
    { id, code, executionCount = id }: CheckedCell,
    missed: string[],
    failed: boolean,
  ): Promise<void> {
    const cell = await this.#read(code);
    if (!failed) this.#overlay.ran.add(cell.code);
    this.#overlay.noteRun(executionCount, cell.code);
    if (cell.broken) return;
    const declared = new Map(
      [...cell.names.declared].filter(([name]) => !missed.includes(name)),
    );
    const candidates = failed ? [] : findCandidates(cell.names, this.#overlay);
    const ends = new EndTypes(
      candidates,
      (questions) => this.#typesOf(cell, questions),
      (types) => this.#reader.usableTypes(types),
    );
    // Of a cell that declares nothing, not even for others, the overlay keeps nothing but what it found out of others.
    const declares = declared.size > 0 || /\bdeclare\b/.test(code);
    if (declares) {
      const executed = { code: cell.code, missed };
      const questions = missed.length
        ? await this.#reader.questions(executed)
        : cell.questions;
      const found = questions.length ? await ends.ask(questions) : [];
      const body = await this.#reader.declarations(
        executed,
        found,
        `${cell.imports} ${keyLine(found, cell.names, this.#overlay)}`.trim(),
      );
      // The cell is seen as it was checked: what it declares is added once all is asked.
      await ends.types();
      const label = `cell [${executionCount}]`;
      this.#overlay.add(id, cell.code, declared, body, label);
    }
    const types = await ends.types();
    const imports = importsFor(types, id, cell.names, this.#overlay);
    this.#overlay.narrow(id, cell.names.free, types, imports);
    if (!declares && types.size === 0) return;
    this.#showOverlay();
    // Before the next cell is the second document that changes.
    await this.#server.takeIn(cell.name);
    this.#server.tidy();
  }

  /** A cell is read twice, before it runs and after; nothing but the overlay can have changed in between. */
  async #read(code: string): Promise<CellDocument> {
    const cell = await this.#texts.of(code);
    const near = nearNames(cell.names, this.#overlay);
    const around = linesAround(cell.code, cell.names, this.#overlay, near);
    return { ...cell, ...around };
  }

  #showOverlay(): void {
    const files = this.#overlay.files(overlayName);
    for (const [name, text] of files) this.#server.setDocument(name, text);
    for (const name of this.#shown)
      if (!files.has(name)) this.#server.closeDocument(name);
    this.#shown = [...files.keys()];
  }

  /** Types in the scope of a cell; unknown if the server cannot say. */
  async #typesOf(
    cell: CellDocument,
    questions: Question[],
  ): Promise<(string | undefined)[]> {
    const isTooMuch = cell.code === this.#unanswered && isHeavy(cell.code);
    if (cell.deep || isTooMuch) return questions.map(() => undefined);
    const { offsets, more } = questionsBelow(cell, questions);
    showCell(this.#server, cell, more);
    try {
      return await (this.#foresight.typesAt(offsets) ??
        this.#checker.typesAt(cell.name, offsets));
    } catch (error) {
      this.#log(`types of a cell not known: ${String(error)}`);
      return questions.map(() => undefined);
    }
  }

  /** Tells the server of files that were written since the last check. */
  async refreshFiles(specifiers: string[]): Promise<void> {
    await this.#files.watchImports(specifiers, this.#options.directory);
    const changes = await this.#files.changes();
    if (changes.length === 0) return;
    this.#config.filesChanged(changes);
    this.#server.notify("workspace/didChangeWatchedFiles", {
      changes: changes.map(toFileEvent),
    });
  }
}
