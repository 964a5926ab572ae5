import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as rpc from "vscode-jsonrpc/node";
import type * as lsp from "vscode-languageserver-protocol";
import { NotebookFolder } from "../interpreter/types/notebook-folder.ts";

/** An editor with a notebook open, whose language server is `romanesco lsp --stdio`. */
export class LspClient {
  readonly folder = new NotebookFolder();
  readonly connection: rpc.MessageConnection;
  readonly #child: ChildProcess;
  #version = 0;
  /** What was last said of each cell. */
  readonly #diagnostics = new Map<string, lsp.Diagnostic[]>();
  #told: () => void = () => {};

  constructor() {
    const main = resolve("dist/kernel/main.js");
    const child = spawn(process.execPath, [main, "lsp", "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
      cwd: this.folder.path,
    });
    this.#child = child;
    this.connection = rpc.createMessageConnection(
      new rpc.StreamMessageReader(child.stdout),
      new rpc.StreamMessageWriter(child.stdin),
    );
    this.connection.onNotification(
      "textDocument/publishDiagnostics",
      ({ uri, diagnostics }: lsp.PublishDiagnosticsParams) => {
        this.#diagnostics.set(uri, diagnostics);
        this.#told();
      },
    );
    this.connection.listen();
  }

  async initialize(): Promise<lsp.InitializeResult> {
    const answer = await this.request<lsp.InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(this.folder.path).href,
      capabilities: {
        notebookDocument: {
          synchronization: { dynamicRegistration: false },
        },
      },
    });
    await this.notify("initialized", {});
    return answer;
  }

  get notebook(): string {
    return pathToFileURL(join(this.folder.path, "a.ipynb")).href;
  }

  /** The URI of a cell's document. */
  cell = (id: string | number): string => `vscode-notebook-cell:/a#${id}`;

  async open(codes: string[]): Promise<void> {
    const documents = codes.map((text, id) => this.#document(id, text));
    await this.notify("notebookDocument/didOpen", {
      notebookDocument: {
        uri: this.notebook,
        notebookType: "jupyter-notebook",
        version: ++this.#version,
        cells: documents.map(({ uri }) => ({ kind: 2, document: uri })),
      },
      cellTextDocuments: documents,
    });
  }

  /** Puts a cell into the notebook, or takes some out of it. */
  async splice(
    start: number,
    deleted: string[],
    added: Record<string, string> = {},
  ): Promise<void> {
    const didOpen = Object.entries(added).map(([id, text]) =>
      this.#document(id, text),
    );
    const cells = didOpen.map(({ uri }) => ({ kind: 2, document: uri }));
    await this.#change({
      structure: {
        array: { start, deleteCount: deleted.length, cells },
        didOpen,
        didClose: deleted.map((id) => ({ uri: this.cell(id) })),
      },
    });
  }

  /** Types into a cell. */
  async edit(
    id: number | string,
    changes: lsp.TextDocumentContentChangeEvent[],
  ): Promise<void> {
    const document = { uri: this.cell(id), version: ++this.#version };
    await this.#change({ textContent: [{ document, changes }] });
  }

  async close(): Promise<void> {
    await this.notify("notebookDocument/didClose", {
      notebookDocument: { uri: this.notebook },
      cellTextDocuments: [],
    });
  }

  #change(cells: object): Promise<void> {
    return this.notify("notebookDocument/didChange", {
      notebookDocument: { uri: this.notebook, version: ++this.#version },
      change: { cells },
    });
  }

  /** Resolves when what is said of a cell is as wanted. */
  async diagnostics(
    id: number | string,
    isWanted: (found: lsp.Diagnostic[]) => boolean,
  ): Promise<lsp.Diagnostic[]> {
    for (;;) {
      const found = this.#diagnostics.get(this.cell(id));
      if (found && isWanted(found)) return found;
      await new Promise<void>((done) => (this.#told = done));
    }
  }

  /** Asks about a place in a cell. */
  at<T>(
    method: string,
    id: number | string,
    line: number,
    character: number,
    more: object = {},
  ): Promise<T> {
    return this.request(`textDocument/${method}`, {
      textDocument: { uri: this.cell(id) },
      position: { line, character },
      ...more,
    });
  }

  request<T>(method: string, parameters: object): Promise<T> {
    return this.connection.sendRequest<T>(method, parameters);
  }

  notify(method: string, parameters?: object): Promise<void> {
    return this.connection.sendNotification(method, parameters);
  }

  /** @returns the exit code of the server */
  async end(): Promise<number | null> {
    const ended = once(this.#child, "exit");
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const [code] = (await ended) as [number | null];
    this.connection.dispose();
    this.folder.remove();
    return code;
  }

  /** The client is gone without a word. @returns the exit code of the server */
  async vanish(): Promise<number | null> {
    const ended = once(this.#child, "exit");
    this.#child.stdin!.end();
    const [code] = (await ended) as [number | null];
    this.connection.dispose();
    this.folder.remove();
    return code;
  }

  #document(id: string | number, text: string): lsp.TextDocumentItem {
    const uri = this.cell(id);
    return { uri, languageId: "typescript", version: 1, text };
  }
}
