import type { CompletionItemKind } from "vscode-languageserver-protocol";

/** The protocol's numbers for kinds, from 1; "field" is what TypeScript calls every property. */
const kinds = [
  "text",
  "method",
  "function",
  "constructor",
  "property",
  "variable",
  "class",
  "interface",
  "module",
  "property",
  "unit",
  "value",
  "enum",
  "keyword",
  "snippet",
  "color",
  "file",
  "reference",
  "folder",
  "enum-member",
  "constant",
  "struct",
  "event",
  "operator",
  "type",
];

/** The protocol's number for a word. */
export function kindNumber(word: string): CompletionItemKind {
  const known = word === "magic" ? "keyword" : word;
  return Math.max(1, kinds.indexOf(known) + 1) as CompletionItemKind;
}

/** The word for a kind of completion; front ends choose an icon by it. */
export function completionKind(kind: number | undefined): string {
  return kinds[(kind ?? 1) - 1] ?? "text";
}
