import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  createConnection,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  type TextDocumentPositionParams,
} from "vscode-languageserver/node";
import type { EditorAnswer, PlaceQuestion } from "../interpreter/editor.ts";
import { Diagnoses } from "./diagnoses.ts";
import type { FolderOptions } from "./folder-service.ts";
import { OpenNotebooks } from "./open-notebooks.ts";
import {
  toChanges,
  toDiagnostic,
  toItems,
  toLocation,
  toOffset,
  toSignatureHelp,
  toTextEdits,
} from "./to-lsp.ts";

export interface LspOptions extends FolderOptions {
  /** When it ends, so does this process. */
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  version: string;
}

const languages = ["typescript", "typescriptreact"];

const capabilities: ServerCapabilities = {
  notebookDocumentSync: {
    notebookSelector: [{ cells: languages.map((language) => ({ language })) }],
  },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: true,
  documentFormattingProvider: true,
  completionProvider: { triggerCharacters: [".", '"', "'", "/", "%"] },
  signatureHelpProvider: { triggerCharacters: ["(", ",", "<"] },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
};

/**
 * The language server protocol, for notebooks that are open in an editor: each cell is a document of its own, and what is
 * asked about one is answered as it is for JupyterLab's pages.
 * https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#notebookDocument_synchronization
 * @returns when the client has ended it
 */
export async function serveLsp(options: LspOptions): Promise<void> {
  const { input, output, version } = options;
  const connection = createConnection(input, output);
  const notebooks = new OpenNotebooks(options);
  const ended = new Promise<void>((done) => connection.onExit(done));
  connection.onInitialize(() => ({
    capabilities,
    serverInfo: { name: "romanesco", version },
  }));
  connection.onShutdown(() => notebooks.closeAll());
  const diagnoses = new Diagnoses(notebooks, connection);
  const { documents } = notebooks;
  documents.onDidOpen((document) => diagnoses.soon(notebooks.open(document)));
  documents.onDidChange(({ notebookDocument, cells }) => {
    const gone = cells?.removed ?? [];
    diagnoses.forget(gone.map(({ document }) => document));
    diagnoses.soon(notebooks.open(notebookDocument));
  });
  documents.onDidClose((document) => {
    diagnoses.forget(document.cells.map((cell) => cell.document));
    diagnoses.close(document.uri);
    void notebooks.close(document);
  });
  answerPlaces(connection, notebooks);
  answerEdits(connection, notebooks);
  notebooks.listen(connection);
  connection.listen();
  await ended;
  await notebooks.closeAll();
}

/** What the client asks about a place. */
function answerPlaces(connection: Connection, notebooks: OpenNotebooks): void {
  const ask = (
    type: PlaceQuestion["type"],
    { textDocument: { uri }, position }: TextDocumentPositionParams,
  ): Promise<EditorAnswer> => {
    const code = notebooks.textOf(uri) ?? "";
    const question = { type, cell: uri, at: toOffset(code, position) };
    return askAbout(notebooks, uri, question);
  };
  connection.onHover(async (asked) => {
    const { hover } = await ask("hover", asked);
    return hover === undefined
      ? null
      : { contents: { kind: "markdown", value: hover } };
  });
  connection.onSignatureHelp(async (asked) => {
    const { signature } = await ask("signature", asked);
    return signature ? toSignatureHelp(signature) : null;
  });
  connection.onCompletion(async (asked) => {
    const { completions } = await ask("complete", asked);
    const code = notebooks.textOf(asked.textDocument.uri) ?? "";
    const items = completions ? toItems(code, completions) : [];
    // With more letters there are names from elsewhere.
    return { isIncomplete: true, items };
  });
  for (const type of ["definition", "references"] as const) {
    const method =
      type === "definition" ? "onDefinition" : ("onReferences" as const);
    connection[method](async (asked: TextDocumentPositionParams) => {
      const { places = [] } = await ask(type, asked);
      const { textOf } = notebooks;
      const folder = notebooks.of(asked.textDocument.uri)?.service.directory;
      return places.map((place) => toLocation(place, textOf, folder ?? "."));
    });
  }
}

/** What the client asks for to edit cells. */
function answerEdits(connection: Connection, notebooks: OpenNotebooks): void {
  const changesOf = ({ edits, problem }: EditorAnswer) => {
    if (!edits)
      throw new ResponseError(
        LSPErrorCodes.RequestFailed,
        problem ?? "there was no answer in time: try again",
      );
    return toChanges(edits, notebooks.textOf);
  };
  connection.onRenameRequest(async ({ textDocument, position, newName }) => {
    const { uri } = textDocument;
    const at = toOffset(notebooks.textOf(uri) ?? "", position);
    const question = { type: "rename", cell: uri, at, name: newName };
    return { changes: changesOf(await askAbout(notebooks, uri, question)) };
  });
  connection.onDocumentFormatting(async ({ textDocument: { uri } }) => {
    const question = { type: "format", wanted: [uri] };
    return changesOf(await askAbout(notebooks, uri, question))[uri] ?? [];
  });
  connection.onCodeAction(({ textDocument: { uri }, range }): CodeAction[] => {
    const { code, marks = [] } = notebooks.of(uri)?.marks.get(uri) ?? {};
    if (code === undefined || code !== notebooks.textOf(uri)) return [];
    const from = toOffset(code, range.start);
    const to = toOffset(code, range.end);
    return marks
      .filter((mark) => mark.from <= to && from <= mark.to)
      .flatMap((mark) =>
        (mark.fixes ?? []).map(({ title, edits }, index) => ({
          title,
          kind: CodeActionKind.QuickFix,
          isPreferred: index === 0,
          diagnostics: [toDiagnostic(code, mark)],
          edit: { changes: { [uri]: toTextEdits(code, edits) } },
        })),
      );
  });
}

async function askAbout(
  notebooks: OpenNotebooks,
  uri: string,
  question: object,
): Promise<EditorAnswer> {
  const notebook = notebooks.of(uri);
  if (!notebook) return {};
  const cells = notebooks.cellsOf(notebook);
  const { editor } = notebook.service;
  return editor.ask(notebook.uri, { ...question, cells });
}
