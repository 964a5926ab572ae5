import { createRequire, isBuiltin } from "node:module";
import type * as lsp from "vscode-languageserver-protocol";
import { libraryNeeds, needsNode } from "./node-features.ts";

/** One thing that the type checker has to say about a cell. */
export interface Diagnostic {
  /** `TS2345` */
  code: string;
  message: string;
  severity: "error" | "warning";
  /** From 1. */
  line: number;
  /** UTF-16 units from 0. */
  column: number;
  /** UTF-16 units on that line, at least 1. */
  length: number;
  related: RelatedInformation[];
}

/** Another place that explains the diagnostic; a line of this cell, or a file. */
export interface RelatedInformation {
  message: string;
  /** From 1; undefined for a place outside the cell. */
  line?: number;
}

/**
 * Codes that are true of the module a cell is checked as, and not of a cell.
 * 2632: an earlier cell's function may be replaced. 7016: a package without types is usable all the same.
 * 7026: JSX without a library that types it. 2874, 2879: an earlier cell may hold what makes JSX. The rest: unused names, which later cells may use.
 */
const dropped = new Set([
  2632, 2874, 2879, 7016, 7026, 6133, 6138, 6192, 6196, 6198, 6199, 6205,
]);

/**
 * Diagnostics of the cell itself, in order of place; what concerns the lines added below it is left out.
 * @param onlySyntax the cell does not parse: what else is reported follows from that
 * @param above lines that the document has above the cell
 */
export function toDiagnostics(
  code: string,
  items: lsp.Diagnostic[],
  uri: string,
  onlySyntax: boolean,
  above = 0,
): Diagnostic[] {
  const lines = code.split("\n");
  return items
    .map((item) => moveUp(item, uri, above))
    .filter(({ range }) => range.start.line >= 0)
    .filter((item) => isError(item) && !dropped.has(Number(item.code)))
    .filter((item) => !isThereAtRunTime(item))
    .filter((item) => !onlySyntax || isSyntax(Number(item.code)))
    .filter(({ range }) => range.start.line < lines.length)
    .map((item) => toDiagnostic(lines, item, uri))
    .sort(byPlace);
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.line - b.line || a.column - b.column;
}

/** By their places, and what is said of one place twice said once. */
export function inOrder(found: Diagnostic[]): Diagnostic[] {
  return found
    .toSorted(byPlace)
    .filter(
      (one, index, all) =>
        index === 0 ||
        byPlace(one, all[index - 1]!) !== 0 ||
        one.message !== all[index - 1]!.message,
    );
}

/** Codes between 7000 and 7099 that speak of something else: of code that is never reached, of paths without a result. */
const notImplicit = new Set([7027, 7028, 7029, 7030]);

/** TypeScript had to take `any` for a type that nobody wrote. */
export function isImplicitAny({ code }: Diagnostic): boolean {
  return /^TS70\d\d$/.test(code) && !notImplicit.has(Number(code.slice(2)));
}

/** A diagnostic of the document as one of the cell's text. */
function moveUp(item: lsp.Diagnostic, uri: string, by: number): lsp.Diagnostic {
  if (by === 0) return item;
  const up = ({ line, character }: lsp.Position) => ({
    line: line - by,
    character,
  });
  const inCell = ({ start, end }: lsp.Range) => ({
    start: up(start),
    end: up(end),
  });
  return {
    ...item,
    range: inCell(item.range),
    relatedInformation: item.relatedInformation?.map((note) =>
      note.location.uri === uri
        ? { ...note, location: { uri, range: inCell(note.location.range) } }
        : note,
    ),
  };
}

function isError({ severity }: lsp.Diagnostic): boolean {
  return severity === 1 || severity === 2;
}

const require = createRequire(import.meta.url);

/**
 * What the declarations lack and this Node has, because it is newer or older than the installed types of Node: a module,
 * something in one, a global name. Properties of `globalThis` are a notebook's own affair.
 */
function isThereAtRunTime({ code, message }: lsp.Diagnostic): boolean {
  const text = messageText(message);
  const name = /'(.+?)'/.exec(text)?.[1] ?? "";
  switch (code) {
    case 2307:
      return isBuiltin(name);
    case 2304:
    case 2552:
    case 2584:
      return name in globalThis;
    case 2305:
    case 2724:
    case 2339:
    case 2551:
      return isInNode(text, name);
    case 7017:
      return text.includes("'typeof globalThis'");
    default:
      return false;
  }
}

/** `Property 'a' does not exist on type 'typeof import("fs")'`, `Module '"node:fs"' has no exported member 'a'` */
function isInNode(text: string, quoted: string): boolean {
  const module = /^'?(?:Module )?'?"([^"]+)"|'typeof import\("([^"]+)"\)'/.exec(
    text,
  );
  const specifier = module?.[1] ?? module?.[2];
  const name = /(?:member|named) '(.+?)'/.exec(text)?.[1] ?? quoted;
  if (/ on type 'Process'/.test(text)) return name in process;
  return (
    specifier !== undefined &&
    isBuiltin(specifier) &&
    name in (require(specifier) as object)
  );
}

/** For a package; files and Node's own modules are not installed. */
function adviseInstall(specifier: string): string {
  const name = /^(@[\w.-]+\/)?\w[\w.-]*(?=\/|$)/.exec(specifier)?.[0];
  return name
    ? `\nIs it installed beside the notebook? %npm install ${name} in a cell does it; an import from "npm:${specifier}" needs none`
    : "";
}

/** What TypeScript says of names that came with a later Node, it says of compiler options, or of mistakes in writing. */
function explain({ code, message }: lsp.Diagnostic): string {
  const text = messageText(message);
  const specifier =
    code === 2307 || code === 2882
      ? /^Cannot find module (?:or .* of )?'(.+?)'/.exec(text)?.[1]
      : undefined;
  if (specifier !== undefined) return text + adviseInstall(specifier);
  const [, name, type] =
    /^Property '(.+?)' does not exist on type '(.+?)'\./.exec(text) ??
    /^Cannot find (?:name|namespace) '(.+?)'/.exec(text) ??
    [];
  if (!name || !unknown.has(Number(code))) return text;
  const since = libraryNeeds(name, type);
  return since === undefined ? text : needsNode(name, since);
}

const unknown = new Set([2304, 2339, 2503, 2550, 2551, 2552, 2583]);

/** 1000 to 1999 are the parser's; 17000 and on are those of JSX. */
function isSyntax(code: number): boolean {
  return (code >= 1000 && code < 2000) || (code >= 17000 && code < 18000);
}

function toDiagnostic(
  lines: string[],
  item: lsp.Diagnostic,
  uri: string,
): Diagnostic {
  const { start, end } = item.range;
  const text = lines[start.line] ?? "";
  const last = end.line === start.line ? end.character : text.length;
  return {
    code: `TS${item.code}`,
    message: explain(item),
    severity: item.severity === 2 ? "warning" : "error",
    line: start.line + 1,
    column: start.character,
    length: Math.max(1, last - start.character),
    related: (item.relatedInformation ?? []).map(({ location, message }) => ({
      message,
      line:
        location.uri === uri && lines[location.range.start.line] !== undefined
          ? location.range.start.line + 1
          : undefined,
    })),
  };
}

function messageText(message: lsp.Diagnostic["message"]): string {
  return typeof message === "string" ? message : message.value;
}
