import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import type * as lsp from "vscode-languageserver-protocol";
import type { Completion, Completions } from "../interpreter.ts";
import { offsetIn, positionIn, type CellDocument } from "./cell-document.ts";
import { completionKind } from "./completion-kind.ts";
import type { Overlay, Provider } from "./overlay.ts";
import { identifierBefore } from "./identifiers.ts";
import { openString } from "./member-expression.ts";
import type { TypeServer } from "./type-server.ts";

/** With more matches than this nobody reads signatures, and each costs the server work. */
const fewMatches = 20;
/** Names that need an import come last, and only so many. */
const mostImports = 20;
const longestSignature = 300;

/** Names of earlier cells that may be meant at a cursor; so few that importing them costs nothing. */
export function namesBefore(
  code: string,
  cursor: number,
  overlay: Overlay,
): string[] {
  const typed = code
    .slice(identifierBefore(code, cursor), cursor)
    .toLowerCase();
  if (typed === "") return [];
  return [...overlay.names()]
    .filter((name) => name.toLowerCase().startsWith(typed))
    .slice(0, fewMatches);
}

/** Completes a cell that the server has been shown. */
export async function completeCell(
  server: TypeServer,
  overlay: Overlay,
  cell: CellDocument,
  cursor: number,
): Promise<Completions> {
  const { code, name, names } = cell;
  if (!isMember(code, cursor)) (await server.running()).offerImports(true);
  const answer = await server.request<lsp.CompletionList | null>(
    "textDocument/completion",
    {
      textDocument: { uri: server.uri(name) },
      position: positionIn(cell, cursor),
      context: { triggerKind: 1 },
    },
  );
  const items = answer?.items ?? [];
  const starts = startsOf(items, cell);
  const start = replacedFrom(starts, code, cursor);
  const typed = code.slice(start, cursor).toLowerCase();
  const isSpecifier = isPackageBegun(code, cursor);
  const found = items
    .filter((_, index) => (starts[index] ?? start) === start)
    .filter((item) => isUseful(item, overlay, typed))
    .filter((item) => !isInternal(item, cell, overlay))
    .filter(
      ({ label }) =>
        !isSpecifier || !isPackageOfOurs(label, server.options.directory),
    )
    .sort(byRank);
  const matches = withFewImports(found, overlay);
  const signatures = await resolveFew(server, matches);
  return {
    start,
    end: cursor,
    matches: matches.map((item, index) => {
      const ofCell = names.free.has(item.label) || cellOf(item) !== undefined;
      const provider = ofCell ? overlay.provider(item.label) : undefined;
      return toCompletion(item, provider, signatures[index]);
    }),
  };
}

/** Whether what is being typed is a member of something. */
function isMember(code: string, cursor: number): boolean {
  const before = code.slice(0, identifierBefore(code, cursor)).trimEnd();
  return before.endsWith(".") && !before.endsWith("...");
}

/** Whether the name of a package may be meant, and not a part of it. */
function isPackageBegun(code: string, cursor: number): boolean {
  const string = openString(code, cursor);
  return (
    string !== undefined &&
    !/^[^@].*\//.test(string) &&
    /\b(from|import|require)\s*\(?\s*$/.test(
      code.slice(0, cursor - string.length - 1),
    )
  );
}

/** Inside a string the server says what is replaced; elsewhere it is the identifier before the cursor. */
function replacedFrom(
  starts: (number | undefined)[],
  code: string,
  cursor: number,
): number {
  const [first] = starts;
  return first !== undefined && starts.every((start) => start === first)
    ? first
    : identifierBefore(code, cursor);
}

/** Where what each item replaces begins, if it says so. Thousands of items have one or two places: each is looked up once. */
function startsOf(
  items: lsp.CompletionItem[],
  cell: CellDocument,
): (number | undefined)[] {
  const known = new Map<string, number>();
  return items.map(({ textEdit }) => {
    if (!textEdit || !("range" in textEdit)) return undefined;
    const { start } = textEdit.range;
    const place = `${start.line}:${start.character}`;
    const offset = known.get(place) ?? offsetIn(cell, start);
    known.set(place, offset);
    return offset;
  });
}

function isUseful(
  item: lsp.CompletionItem,
  overlay: Overlay,
  typed: string,
): boolean {
  if (/^__(answer\d|local|romanesco|cell:)/.test(textOf(item))) return false;
  // What is known at a cell's end is offered where the cell declares it.
  if (/^__cell:\d+:end$/.test(importOf(item) ?? "")) return false;
  // Cells that declare the same name again all offer it.
  const cell = cellOf(item);
  if (cell !== undefined && overlay.provider(item.label)?.cell !== cell)
    return false;
  return (item.filterText ?? item.label).toLowerCase().startsWith(typed);
}

/** Types of Node's own, such as `_Blob`, by which it describes its globals. */
function isInternal(
  { kind, label }: lsp.CompletionItem,
  { names }: CellDocument,
  overlay: Overlay,
): boolean {
  return (
    /^_[A-Z]/.test(label) &&
    ofGlobals.has(kind) &&
    !names.declared.has(label) &&
    overlay.provider(label) === undefined
  );
}

/** Kinds of the Language Server Protocol: variable, class, interface, module. */
const ofGlobals = new Set<number | undefined>([6, 7, 8, 9]);

/** The server also offers packages of the kernel's own, which cells do not find. */
function isPackageOfOurs(label: string, directory: string): boolean {
  if (!/^(@[\w.-]+\/)?[\w.-]+$/.test(label) || isBuiltin(label)) return false;
  if (/^(romanesco|tslab)$/.test(label)) return false;
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", label))) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** The server ranks by scope: locals, members, globals, names to import. */
function byRank(a: lsp.CompletionItem, b: lsp.CompletionItem): number {
  return (
    rankOf(a).localeCompare(rankOf(b)) || a.label.localeCompare(b.label, "en")
  );
}

function rankOf(item: lsp.CompletionItem): string {
  // Names of earlier cells are as near as those of this one.
  return cellOf(item) === undefined ? (item.sortText ?? "") : "11";
}

function withFewImports(
  items: lsp.CompletionItem[],
  overlay: Overlay,
): lsp.CompletionItem[] {
  let imports = 0;
  return items.filter(
    (item) =>
      importOf(item) === undefined ||
      overlay.provider(item.label) !== undefined ||
      ++imports <= mostImports,
  );
}

async function resolveFew(
  server: TypeServer,
  items: lsp.CompletionItem[],
): Promise<(string | undefined)[]> {
  if (items.length > fewMatches) return [];
  return Promise.all(
    items.map(async (item) => {
      const { detail } = await server.request<lsp.CompletionItem>(
        "completionItem/resolve",
        item,
      );
      return detail && signatureIn(detail);
    }),
  );
}

/** On one line, without a word of how names get from cell to cell. */
function signatureIn(detail: string): string | undefined {
  if (detail.startsWith("Add import")) return undefined;
  return detail
    .replace(/^\(alias\) /, "")
    .replace(/\nimport .*$/, "")
    .replace(/\s+/g, " ");
}

function toCompletion(
  item: lsp.CompletionItem,
  provider: Provider | undefined,
  signature: string | undefined,
): Completion {
  const importFrom = provider ? undefined : importOf(item);
  return {
    text: textOf(item),
    kind: kindOf(item, provider),
    ...(signature && { signature: signature.slice(0, longestSignature) }),
    ...(importFrom && { importFrom }),
  };
}

/** To the server, a name from another cell is an import, whatever it stands for. */
function kindOf(
  { kind }: lsp.CompletionItem,
  provider: Provider | undefined,
): string {
  if (!provider || provider.kind === "import") return completionKind(kind);
  return provider.kind === "namespace" ? "module" : provider.kind;
}

function textOf({ textEdit, insertText, label }: lsp.CompletionItem): string {
  return textEdit?.newText ?? insertText ?? label;
}

function importOf({ data }: lsp.CompletionItem): string | undefined {
  const { autoImport } = (data ?? {}) as {
    autoImport?: { moduleSpecifier?: string };
  };
  return autoImport?.moduleSpecifier;
}

/** Earlier cells are modules to the server, and their names wait to be imported. */
function cellOf(item: lsp.CompletionItem): number | undefined {
  const match = /^__cell:(\d+)$/.exec(importOf(item) ?? "");
  return match ? Number(match[1]) : undefined;
}
