import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type CompletionItem,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
  MarkupKind,
  type Position,
  type Range,
  type SignatureHelp,
  type TextEdit,
} from "vscode-languageserver/node";
import type {
  Edit,
  Fix,
  Mark,
  Offer,
  Offers,
  Place,
  SignatureAnswer,
} from "../interpreter/editor.ts";
import { kindNumber } from "../interpreter/types/completion-kind.ts";
import { offsetAt, positionAt } from "../interpreter/types/positions.ts";

/** The text of a cell, by the URI of its document. */
export type TextOf = (uri: string) => string | undefined;

export const toOffset = (code: string, position: Position): number =>
  Math.min(code.length, offsetAt(code, position));

export function toRange(code: string, from: number, to: number): Range {
  return { start: positionAt(code, from), end: positionAt(code, to) };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
} as const;
const tags = {
  unused: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
} as const;

export function toDiagnostic(code: string, mark: Mark): Diagnostic {
  return {
    range: toRange(code, mark.from, mark.to),
    severity: severities[mark.severity],
    message: mark.message,
    source: "romanesco",
    ...(mark.code && { code: mark.code }),
    ...(mark.tag && { tags: [tags[mark.tag]] }),
  };
}

export function toTextEdits(code: string, edits: Fix["edits"]): TextEdit[] {
  return edits.map(({ from, to, text }) => ({
    range: toRange(code, from, to),
    newText: text,
  }));
}

/** Edits of several cells, by the URIs of these. */
export function toChanges(
  edits: readonly Edit[],
  textOf: TextOf,
): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { cell, ...edit } of edits)
    (changes[cell] ??= []).push(...toTextEdits(textOf(cell) ?? "", [edit]));
  return changes;
}

/** @param folder that of the notebook */
export function toLocation(
  place: Place,
  textOf: TextOf,
  folder: string,
): Location {
  if ("cell" in place) {
    const range = toRange(textOf(place.cell) ?? "", place.from, place.to);
    return { uri: place.cell, range };
  }
  const { path, line, character } = place;
  const start = { line, character };
  const uri = pathToFileURL(resolve(folder, path)).href;
  return { uri, range: { start, end: start } };
}

export function toSignatureHelp({
  label,
  parameter,
  docs,
}: SignatureAnswer): SignatureHelp {
  const documentation = docs && { kind: MarkupKind.Markdown, value: docs };
  const parameters = parameter && [
    {
      label: parameter.label,
      ...(parameter.docs && {
        documentation: { kind: MarkupKind.Markdown, value: parameter.docs },
      }),
    },
  ];
  return {
    signatures: [
      {
        label,
        ...(documentation && { documentation }),
        ...(parameters && { parameters, activeParameter: 0 }),
      },
    ],
    activeSignature: 0,
    activeParameter: 0,
  };
}

/** In the order in which they are. */
export function toItems(
  code: string,
  { from, to, offers }: Offers,
): CompletionItem[] {
  const range = toRange(code, from, to);
  return offers.map(
    ({ text, kind, signature, edits }: Offer, index): CompletionItem => ({
      label: text,
      kind: kindNumber(kind),
      sortText: String(index).padStart(5, "0"),
      filterText: text,
      textEdit: { range, newText: text },
      ...(signature && { detail: signature }),
      ...(edits && { additionalTextEdits: toTextEdits(code, edits) }),
    }),
  );
}
