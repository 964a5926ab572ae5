import type { Editor } from "../editor.ts";
import type { Completions, Outcome, OutputHandler } from "../interpreter.ts";
import { completeMagic, describeMagic } from "../magics/help.ts";
import type { CellReader } from "../reading/cell-reader.ts";
import type { CheckedCell } from "../types/checked-cell.ts";
import type { EditorService } from "../types/editor/editor-service.ts";
import type { LanguageService } from "../types/language-service.ts";
import type { KnownExports } from "../types/known-exports.ts";
import type { addUntyped } from "../types/untyped-completion.ts";
import type { Inspection } from "../types/inspection.ts";
import type { TypeServer } from "../types/type-server.ts";
import type { LostNames } from "./lost-names.ts";
import type { TypeCheck } from "./type-check.ts";

interface Loaded {
  service: LanguageService;
  check: TypeCheck;
  editor: EditorService;
  exports: KnownExports;
  addUntyped: typeof addUntyped;
}

/** What TypeScript's server says of cells: nothing where there is none. */
export class CellTypes {
  readonly #server: TypeServer | undefined;
  readonly #reader: CellReader;
  readonly #lost: LostNames;
  #loaded: Promise<Loaded> | undefined;

  constructor(
    server: TypeServer | undefined,
    reader: CellReader,
    lost: LostNames,
  ) {
    this.#server = server;
    this.#reader = reader;
    this.#lost = lost;
  }

  /** Whether there are any. */
  get exist(): boolean {
    return this.#server !== undefined;
  }

  /** Process of TypeScript's server, while there is one. */
  get pid(): number | undefined {
    return this.#server?.pid;
  }

  start(): void {
    this.#server?.start();
  }

  stop(): void {
    this.#server?.stop();
  }

  /** Loads what asks the server: it is large, and the first cell may come before it is needed. */
  load(): Promise<Loaded> | undefined {
    if (this.#server)
      this.#loaded ??= load(this.#server, this.#reader, this.#lost);
    return this.#loaded;
  }

  /** @returns the error that keeps the cell from running */
  async check(
    cell: CheckedCell & { executionCount: number },
    output: OutputHandler,
  ): Promise<Outcome | undefined> {
    const loaded = await this.load();
    return loaded?.check.check(cell, output);
  }

  /** Makes modules known by the names that cells have for them; see {@link LanguageService.know}. */
  async know(modules: [name: string, file: string][]): Promise<void> {
    const loaded = await this.load();
    loaded?.service.know(modules);
  }

  async complete(
    code: string,
    cursor: number,
  ): Promise<Completions | undefined> {
    const magic = completeMagic(code, cursor);
    if (magic) return magic;
    const loaded = await this.load();
    if (!loaded) return undefined;
    const typed = await loaded.service.complete(code, cursor);
    const { directory } = this.#server!.options;
    const { exports } = loaded;
    return loaded.addUntyped(code, cursor, typed, { directory, exports });
  }

  async inspect(
    code: string,
    cursor: number,
    detail: 0 | 1,
  ): Promise<Inspection | undefined> {
    const magic = describeMagic(code, cursor);
    if (magic) return magic;
    const loaded = await this.load();
    return loaded?.service.inspect(code, cursor, detail);
  }

  /** What pages ask; see {@link Editor}. */
  readonly editor: Editor = {
    ask: async (page, question) => {
      const loaded = await this.load();
      return loaded?.editor.ask(page, question) ?? { marks: {} };
    },
    close: (page) => {
      void this.#loaded?.then(({ editor }) => editor.close(page));
    },
  };

  /** A cell has run: see {@link LanguageService.commit}. */
  async commit(
    cell: CheckedCell,
    missed: string[],
    failed: boolean,
  ): Promise<void> {
    const loaded = await this.load();
    await loaded?.service.commit(cell, missed, failed);
  }

  /** All names of earlier cells are to be unknown. */
  async reset(): Promise<void> {
    const loaded = await this.#loaded;
    await loaded?.service.reset();
  }

  /** The variables are gone. */
  async forget(): Promise<void> {
    const loaded = await this.#loaded;
    if (loaded) this.#lost.add(await loaded.service.reset());
  }
}

async function load(
  server: TypeServer,
  reader: CellReader,
  lost: LostNames,
): Promise<Loaded> {
  const [
    { LanguageService },
    { TypeCheck },
    { EditorService },
    { KnownExports },
    { addUntyped },
  ] = await Promise.all([
    import("../types/language-service.ts"),
    import("./type-check.ts"),
    import("../types/editor/editor-service.ts"),
    import("../types/known-exports.ts"),
    import("../types/untyped-completion.ts"),
  ]);
  const service = new LanguageService(server.options, reader, server);
  const check = new TypeCheck(service, lost);
  const exports = new KnownExports(server.options.libTypes);
  const parts = { server, reader, service, exports, mode: () => check.mode };
  const editor = new EditorService(parts);
  return { service, check, editor, exports, addUntyped };
}
