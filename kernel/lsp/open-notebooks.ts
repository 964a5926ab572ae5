import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Connection,
  type NotebookDocument,
  NotebookCellKind,
  NotebookDocuments,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import type { Mark } from "../interpreter/editor.ts";
import { offsetAt } from "../interpreter/types/positions.ts";
import { type FolderOptions, FolderService } from "./folder-service.ts";

/** A cell's document, as the client has it. */
interface CellText {
  uri: string;
  version: number;
  text: string;
}

/** A notebook that a client has open. */
export interface OpenNotebook {
  uri: string;
  service: FolderService;
  /** What was last said of its cells. */
  marks: Map<string, { code: string; marks: Mark[] }>;
}

/** The notebooks that a client has open; those of one folder have one service. */
export class OpenNotebooks {
  readonly documents = new NotebookDocuments<CellText>({
    create: (uri, _, version, text) => ({ uri, version, text }),
    update: (document, changes, version) => ({
      ...document,
      version,
      text: changes.reduce(change, document.text),
    }),
  });
  readonly #folders = new Map<string, FolderService>();
  readonly #open = new Map<string, OpenNotebook>();
  readonly #options: FolderOptions;

  constructor(options: FolderOptions) {
    this.#options = options;
  }

  listen(connection: Connection): void {
    this.documents.listen(connection);
  }

  open({ uri }: NotebookDocument): OpenNotebook {
    const known = this.#open.get(uri);
    if (known) return known;
    const folder = folderOf(uri);
    const service =
      this.#folders.get(folder) ?? new FolderService(folder, this.#options);
    this.#folders.set(folder, service);
    const notebook = { uri, service, marks: new Map() };
    this.#open.set(uri, notebook);
    return notebook;
  }

  /** Whether it is open still. */
  has(notebook: OpenNotebook): boolean {
    return this.#open.get(notebook.uri) === notebook;
  }

  async close({ uri }: NotebookDocument): Promise<void> {
    const notebook = this.#open.get(uri);
    if (!notebook) return;
    this.#open.delete(uri);
    const { service } = notebook;
    service.editor.close(uri);
    if ([...this.#open.values()].some((other) => other.service === service))
      return;
    this.#folders.delete(service.directory);
    await service.stop();
  }

  async closeAll(): Promise<void> {
    const services = [...this.#folders.values()];
    this.#open.clear();
    this.#folders.clear();
    await Promise.all(services.map((service) => service.stop()));
  }

  /** The notebook that a cell is in. */
  of(cell: string): OpenNotebook | undefined {
    const document = this.documents.findNotebookDocumentForCell(cell);
    return document && this.#open.get(document.uri);
  }

  textOf = (cell: string): string | undefined =>
    this.documents.cellTextDocuments.get(cell)?.text;

  /** The TypeScript cells, in the order of the document. */
  cellsOf({ uri }: OpenNotebook): { id: string; code: string }[] {
    const { cells = [] } = this.documents.getNotebookDocument(uri) ?? {};
    return cells
      .filter(({ kind }) => kind === NotebookCellKind.Code)
      .flatMap(({ document: id }) => {
        // Of cells in other languages the client tells no text.
        const code = this.textOf(id);
        return code === undefined ? [] : [{ id, code }];
      });
  }
}

function change(text: string, one: TextDocumentContentChangeEvent): string {
  if (!("range" in one)) return one.text;
  const { start, end } = one.range;
  const from = offsetAt(text, start);
  return text.slice(0, from) + one.text + text.slice(offsetAt(text, end));
}

/** A notebook that was never saved is in no folder: it is taken for one of where the program runs. */
function folderOf(uri: string): string {
  return uri.startsWith("file:") ? dirname(fileURLToPath(uri)) : process.cwd();
}
