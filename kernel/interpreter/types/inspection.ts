import type * as lsp from "vscode-languageserver-protocol";
import { positionIn, type CellDocument } from "./cell-document.ts";
import { identifierAt } from "./identifiers.ts";
import type { Overlay } from "./overlay.ts";
import type { TypeServer } from "./type-server.ts";

/** What is known of the thing at the cursor. */
export interface Inspection {
  "text/plain": string;
  "text/markdown": string;
}

/** Overloads beyond these are counted, not shown. */
const mostSignatures = 5;

/**
 * Describes what the cursor is at, or, in the arguments of a call, what is called.
 * @param detail 1 adds the source of what an earlier cell declares
 */
export async function inspectCell(
  server: TypeServer,
  overlay: Overlay,
  cell: CellDocument,
  cursor: number,
  detail: 0 | 1,
): Promise<Inspection | undefined> {
  const identifier = identifierAt(cell.code, cursor);
  const markdown =
    (identifier && (await hover(server, cell, identifier.start))) ??
    (await signatureHelp(server, cell, cursor));
  if (!markdown) return undefined;
  const provider =
    identifier && cell.names.free.has(identifier.text)
      ? overlay.provider(identifier.text)
      : undefined;
  // Of a type its name says nothing.
  const isType = /^(interface|type)$/.test(provider?.kind ?? "");
  const source = detail === 1 || isType ? provider?.source : undefined;
  return toInspection([markdown, ...(source ? [fence(source)] : [])]);
}

/** What the server shows of the name at an index of the cell, as Markdown. */
export async function hover(
  server: TypeServer,
  cell: CellDocument,
  offset: number,
): Promise<string | undefined> {
  const answer = await server.request<lsp.Hover | null>("textDocument/hover", {
    textDocument: { uri: server.uri(cell.name) },
    position: positionIn(cell, offset),
  });
  const text = answer && markdownOf(answer.contents);
  // That is all it says of a name it does not know.
  if (text === fence("any") || text?.includes("/*unresolved*/"))
    return undefined;
  // Where a name was imported from between cells is nobody's business.
  return text?.replace(/^(```\w*\n)\(alias\) /, "$1") || undefined;
}

async function signatureHelp(
  server: TypeServer,
  cell: CellDocument,
  cursor: number,
): Promise<string | undefined> {
  const help = await server.request<lsp.SignatureHelp | null>(
    "textDocument/signatureHelp",
    {
      textDocument: { uri: server.uri(cell.name) },
      position: positionIn(cell, cursor),
    },
  );
  const all = help?.signatures ?? [];
  const active = all[help?.activeSignature ?? 0];
  if (!active) return undefined;
  const shown = [active, ...all.filter((other) => other !== active)];
  const lines = shown.slice(0, mostSignatures).map(({ label }) => label);
  const more = all.length - lines.length;
  if (more > 0) lines.push(`// and ${more} more`);
  const docs = docsOf(active, help?.activeParameter);
  return [fence(lines.join("\n")), ...docs].join("\n\n");
}

function docsOf(
  { documentation, parameters, activeParameter }: lsp.SignatureInformation,
  active: lsp.SignatureHelp["activeParameter"],
): string[] {
  const parameter = parameters?.[activeParameter ?? active ?? 0];
  return [documentation, parameter?.documentation].flatMap((text) =>
    text ? [markdownOf(text)] : [],
  );
}

/** Of documentation, whatever form it has. */
export function markdownOf(contents: lsp.Hover["contents"]): string {
  if (typeof contents === "string") return contents;
  if (Array.isArray(contents)) return contents.map(markdownOf).join("\n\n");
  return "language" in contents ? fence(contents.value) : contents.value.trim();
}

function fence(code: string): string {
  return `\`\`\`typescript\n${code}\n\`\`\``;
}

function toInspection(parts: string[]): Inspection {
  const markdown = parts.join("\n\n");
  return { "text/plain": toPlain(markdown), "text/markdown": markdown };
}

/** The same without the marks: fences, emphasis, code spans, escapes. */
function toPlain(markdown: string): string {
  return markdown
    .replace(/^```\w*\n/gm, "")
    .replace(/\n```$/gm, "\n")
    .replace(/\*(@\w+)\*/g, "$1")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
