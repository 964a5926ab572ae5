import type { Connection } from "vscode-languageserver/node";
import type { OpenNotebook, OpenNotebooks } from "./open-notebooks.ts";
import { toDiagnostic } from "./to-lsp.ts";

/** So long after the last key the cells are looked at. */
const delayMs = 200;

/** Tells the client what is wrong in the cells of its notebooks, once they have not changed for a while. */
export class Diagnoses {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #asking = new Set<string>();
  readonly #notebooks: OpenNotebooks;
  readonly #connection: Connection;

  constructor(notebooks: OpenNotebooks, connection: Connection) {
    this.#notebooks = notebooks;
    this.#connection = connection;
  }

  soon(notebook: OpenNotebook): void {
    const { uri } = notebook;
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(
      uri,
      setTimeout(() => {
        this.#timers.delete(uri);
        void this.#look(notebook);
      }, delayMs),
    );
  }

  /** A notebook that the client has no more. */
  close(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
  }

  /** Cells that the client has no more. */
  forget(cells: string[]): void {
    for (const uri of cells)
      void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #look(notebook: OpenNotebook): Promise<void> {
    const { uri, service } = notebook;
    if (!this.#notebooks.has(notebook)) return;
    // One question at a time: what has changed meanwhile is looked at when it is answered.
    if (this.#asking.has(uri)) return this.soon(notebook);
    this.#asking.add(uri);
    try {
      const cells = this.#notebooks.cellsOf(notebook);
      const wanted = cells.map(({ id }) => id);
      const question = { type: "check", cells, wanted };
      const { marks = {} } = await service.editor.ask(uri, question);
      for (const { id, code } of cells) {
        const found = marks[id];
        // Of a text that has changed meanwhile these are not the places, and a cell may be gone.
        const isThere = this.#notebooks.of(id) === notebook;
        if (!found || !isThere || this.#notebooks.textOf(id) !== code) continue;
        notebook.marks.set(id, { code, marks: found });
        const diagnostics = found.map((mark) => toDiagnostic(code, mark));
        await this.#connection.sendDiagnostics({ uri: id, diagnostics });
      }
    } catch (error) {
      // The next change asks again.
      this.#connection.console.error(String(error));
    } finally {
      this.#asking.delete(uri);
    }
  }
}
