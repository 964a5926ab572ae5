import type { FileChange } from "./local-files.ts";
import { configName, configText, type ProjectOptions } from "./project.ts";
import type { TypeServer } from "./type-server.ts";

/** The compiler's options, as the server has them. */
export class ConfigDocument {
  /** Files that describe modules which cells know by other names. */
  readonly #modules = new Map<string, string>();
  /** How often the server was made to look for files anew. */
  #looks = 0;

  readonly #server: TypeServer;
  readonly #options: ProjectOptions;

  constructor(server: TypeServer, options: ProjectOptions) {
    this.#server = server;
    this.#options = options;
  }

  /** Makes modules known to the cells that follow, by the names that these have for them. */
  know(modules: [name: string, file: string][]): void {
    const before = this.#modules.size;
    for (const [name, file] of modules) this.#modules.set(name, file);
    if (this.#modules.size > before) this.#show();
  }

  /**
   * A tsconfig.json may have come or gone. The server remembers where it found nothing for as long as the imports of a document
   * stay the same, whatever it is told of files: another text of the config makes it look again.
   */
  filesChanged(changes: FileChange[]): void {
    if (changes.some(({ kind }) => kind === "created")) this.#looks++;
    this.#show();
  }

  #show(): void {
    const text = configText({ ...this.#options, modules: this.#modules });
    this.#server.setDocument(configName, text + " ".repeat(this.#looks % 2));
  }
}
