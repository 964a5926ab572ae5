import MagicString from "magic-string";
import { isolatedDeclarationSync } from "oxc-transform";
import type { Program, Statement, StringLiteral } from "oxc-parser";
import { findGaps, isPlain, type Gap, type Question } from "./gaps.ts";
import type { CellNames } from "./names.ts";
import { localPrefix } from "./project.ts";
import type { Parsed } from "./parse.ts";
import { usableType } from "./type-text.ts";

/** An executed cell whose declarations are wanted. */
export interface ExecutedCell {
  code: string;
  parsed: Parsed;
  declared: CellNames["declared"];
  /** The line that imports the cell's free names. */
  imports: string;
}

/** Types as the checker prints them, one per question; undefined where it knows none. */
export type AskTypes = (
  questions: Question[],
) => Promise<(string | undefined)[]>;

/**
 * The declarations of a cell, as the body of a module in a .d.ts: what is written is copied, what is inferred is
 * asked for. Cells whose every type is written, or can be read off the syntax, ask nothing.
 *
 *     cell --> gaps --> checker's types written in --> isolated declarations
 */
export async function declarationsOf(
  cell: ExecutedCell,
  ask: AskTypes,
): Promise<string> {
  const { code, parsed, declared, imports } = cell;
  const { program } = parsed.result;
  const exports = exportLine(program, [...declared.keys()]);
  const gaps = [
    ...necessaryGaps(parsed, `${code}\n${exports}`),
    ...scatteredGaps(program, declared),
  ];
  const types =
    gaps.length > 0 ? await ask(gaps.map(({ question }) => question)) : [];
  const source = new MagicString(code);
  gaps.forEach((gap, index) => gap.fill(source, usableType(types[index])));
  removePatterns(program, source);
  reachLocalFiles(program, source);
  const exported = exportStatements(program, declared, source);
  const others = [...declared.keys()].filter((name) => !exported.has(name));
  source.append(`\n${imports}\n${exportLine(program, others)}`);
  return declare(parsed, source.toString()).code.trimEnd();
}

/** Of the places without a type, those whose type the syntax alone does not tell. */
function necessaryGaps(parsed: Parsed, code: string): Gap[] {
  const places = declare(parsed, code).errors.flatMap(({ labels }) =>
    labels.map(({ start }) => start),
  );
  return findGaps(parsed.result.program, code).filter(({ start, end }) =>
    places.some((place) => place >= start && place <= end),
  );
}

function declare({ dialect }: Parsed, code: string) {
  return isolatedDeclarationSync(`cell.${dialect}`, code);
}

/** Names of patterns, of `using` and of `var`s in blocks: each is declared anew, on a line of its own. */
function scatteredGaps(
  program: Program,
  declared: ExecutedCell["declared"],
): Gap[] {
  const plain = new Set(program.body.flatMap(plainNames));
  return [...declared]
    .filter(([, { kind }]) => kind === "variable" || kind === "constant")
    .filter(([name]) => !plain.has(name))
    .map(([name, { kind, offset }]) => ({
      start: offset,
      end: offset,
      question: { offset },
      fill: (source, type) =>
        source.append(
          `\ndeclare ${kind === "constant" ? "const" : "let"} ${name}: ${type};`,
        ),
    }));
}

function plainNames(statement: Statement): string[] {
  const declaration = unwrap(statement);
  if (declaration?.type !== "VariableDeclaration") return [];
  if (!isPlain(declaration)) return [];
  return declaration.declarations.map(({ id }) =>
    id.type === "Identifier" ? id.name : "",
  );
}

function removePatterns(program: Program, source: MagicString): void {
  for (const statement of program.body) {
    const declaration = unwrap(statement);
    if (declaration?.type === "VariableDeclaration" && !isPlain(declaration))
      source.remove(statement.start, statement.end);
  }
}

function unwrap(statement: Statement): Statement | null {
  return statement.type === "ExportNamedDeclaration"
    ? statement.declaration
    : statement;
}

/**
 * Exports declarations where they stand. The checker could not say, in a cell that has not imported it, which module a
 * type comes from that is only in a list of exports.
 * @returns the names
 */
function exportStatements(
  program: Program,
  declared: ExecutedCell["declared"],
  source: MagicString,
): Set<string> {
  const mixed = new Set<string>();
  const whole: [Statement, string[]][] = [];
  for (const statement of program.body) {
    const names = statedNames(statement);
    if (names.length && names.every((name) => declared.has(name)))
      whole.push([statement, names]);
    else for (const name of names) mixed.add(name);
  }
  const exported = new Set<string>();
  for (const [{ start }, names] of whole)
    // All declarations of a name are exported, or none.
    if (!names.some((name) => mixed.has(name))) {
      source.prependLeft(start, "export ");
      for (const name of names) exported.add(name);
    }
  return exported;
}

/** The names of a statement that may be exported as it stands. */
function statedNames(statement: Statement): string[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return plainNames(statement);
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return statement.id ? [statement.id.name] : [];
    case "TSModuleDeclaration":
      return statement.id.type === "Identifier" ? [statement.id.name] : [];
    default:
      return [];
  }
}

/** Gives relative imports a form that is followed inside `declare module` too. */
function reachLocalFiles(program: Program, source: MagicString): void {
  for (const statement of program.body) {
    const specifier = specifierOf(statement);
    if (specifier && /^\.\.?\//.test(specifier.value))
      source.overwrite(
        specifier.start,
        specifier.end,
        JSON.stringify(localPrefix + specifier.value),
      );
  }
}

function specifierOf(statement: Statement): StringLiteral | null {
  switch (statement.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return statement.source;
    case "TSImportEqualsDeclaration":
      return statement.moduleReference.type === "TSExternalModuleReference"
        ? statement.moduleReference.expression
        : null;
    default:
      return null;
  }
}

/** Exports those of some names that the cell does not export itself. */
function exportLine(program: Program, names: string[]): string {
  const exported = new Set(program.body.flatMap(exportedNames));
  const others = names.filter((name) => !exported.has(name));
  return `export { ${others.join(", ")} };`;
}

function exportedNames(statement: Statement): string[] {
  if (statement.type !== "ExportNamedDeclaration") return [];
  const { declaration, specifiers } = statement;
  const renamed = specifiers.map(({ exported }) =>
    exported.type === "Literal" ? exported.value : exported.name,
  );
  if (declaration?.type === "VariableDeclaration") return plainNames(statement);
  return declaration &&
    "id" in declaration &&
    declaration.id?.type === "Identifier"
    ? [declaration.id.name]
    : renamed;
}
