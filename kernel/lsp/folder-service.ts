import type { Editor } from "../interpreter/editor.ts";
import { ThreadReader } from "../interpreter/reading/thread-reader.ts";
import { EditorService } from "../interpreter/types/editor/editor-service.ts";
import { KnownExports } from "../interpreter/types/known-exports.ts";
import { LanguageService } from "../interpreter/types/language-service.ts";
import { TypeServer } from "../interpreter/types/type-server.ts";

export interface FolderOptions {
  /** Declarations that `import "romanesco"` means. */
  libTypes: string;
  /** The built entry file of the thread that reads cells; by default the one beside this bundle. */
  readerProgram?: string;
  log?: (line: string) => void;
}

/** A program that opens a notebook waits longer than one whose person types. */
const timeoutMs = 10_000;

/** TypeScript's knowledge of the notebooks of one folder, none of whose cells has run. */
export class FolderService {
  readonly editor: Editor;
  readonly #reader: ThreadReader;
  readonly #service: LanguageService;

  constructor(
    readonly directory: string,
    { libTypes, readerProgram, log }: FolderOptions,
  ) {
    const options = { directory, libTypes, timeoutMs, log };
    const server = new TypeServer(options);
    const reader = new ThreadReader({ program: readerProgram, log });
    const service = new LanguageService(options, reader, server);
    service.start();
    this.#reader = reader;
    this.#service = service;
    this.editor = new EditorService({
      ...{ server, reader, service },
      exports: new KnownExports(libTypes),
      mode: () => "error",
    });
  }

  async stop(): Promise<void> {
    this.#service.dispose();
    await this.#reader.stop();
  }
}
