import type { TSESTree } from "@typescript-eslint/types";
import MagicString from "magic-string";
import type { Program } from "../cell/parse.ts";
import { specifierOf } from "./specifiers.ts";
import { AmbientCell } from "./ambient-cell.ts";
import {
  findMissingAnnotations,
  functionName,
  isPlain,
  overloadedName,
  type MissingAnnotation,
  type Question,
} from "./missing-annotations.ts";
import type { CellNames } from "./names.ts";
import { localPrefix } from "./local-prefix.ts";
import { usableType } from "./type-text.ts";

/** Types as the checker prints them, one per question; undefined where it knows none. */
export type AskTypes = (
  questions: Question[],
) => Promise<(string | undefined)[]>;

/** An executed cell whose declarations are wanted. */
export interface ExecutedCell {
  code: string;
  program: Program;
  declared: CellNames["declared"];
}

/** What is to be asked of the checker before the declarations of a cell can be written. */
export function missingAnnotationsOf({
  code,
  program,
  declared,
}: ExecutedCell): MissingAnnotation[] {
  return [
    ...findMissingAnnotations(program, code),
    ...scatteredMissing(program, declared),
  ];
}

/**
 * The declarations of a cell, as the body of a module in a .d.ts: what is written is copied, what is inferred comes from
 * the checker. Cells whose every type is written, or can be read off the syntax, have no gaps.
 *
 *     cell --> gaps --> checker's types written in --> bodies and values taken out
 *
 * @param types as the checker prints them, one for each gap; undefined where it knows none
 * @param imports the line that imports the cell's free names
 */
export function declarationsOf(
  cell: ExecutedCell,
  types: (string | undefined)[],
  imports: string,
): string {
  const { code, program, declared } = cell;
  const source = new MagicString(code);
  missingAnnotationsOf(cell).forEach((missing, index) =>
    missing.fill(source, usableType(types[index])),
  );
  reachLocalFiles(program, source);
  new AmbientCell(code, source).statements(program.body);
  const exported = exportStatements(program, declared, source);
  const others = [...declared.keys()].filter((name) => !exported.has(name));
  source.append(`\n${imports}\n${exportLine(program, others)}`);
  return source.toString().trim();
}

/** Names of patterns, of `using` and of `var`s in blocks: each is declared anew, on a line of its own. */
function scatteredMissing(
  program: Program,
  declared: ExecutedCell["declared"],
): MissingAnnotation[] {
  const plain = new Set(program.body.flatMap(plainNames));
  return [...declared]
    .filter(([, { kind }]) => kind === "variable" || kind === "constant")
    .filter(([name]) => !plain.has(name))
    .map(([name, { kind, offset }]) => ({
      question: { offset },
      fill: (source, type) =>
        source.append(
          `\ndeclare ${kind === "constant" ? "const" : "let"} ${name}: ${type};`,
        ),
    }));
}

function plainNames(statement: TSESTree.Statement): string[] {
  const declaration = unwrap(statement);
  if (declaration?.type !== "VariableDeclaration") return [];
  if (!isPlain(declaration)) return [];
  return declaration.declarations.map(({ id }) =>
    id.type === "Identifier" ? id.name : "",
  );
}

function unwrap(statement: TSESTree.Statement): TSESTree.Statement | null {
  return statement.type === "ExportNamedDeclaration"
    ? (statement.declaration as TSESTree.Statement | null)
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
  const whole: [TSESTree.Statement, string[]][] = [];
  for (const statement of program.body) {
    const names = statedNames(statement);
    if (names.length && names.every((name) => declared.has(name)))
      whole.push([statement, names]);
    else for (const name of names) mixed.add(name);
  }
  const exported = new Set<string>();
  const overloaded = new Set(program.body.map(overloadedName));
  for (const [statement, names] of whole)
    // All declarations of a name are exported, or none.
    if (!names.some((name) => mixed.has(name))) {
      // Of overloads the last is gone.
      if (!overloaded.has(functionName(statement) ?? ""))
        source.prependLeft(statement.start, "export ");
      for (const name of names) exported.add(name);
    }
  return exported;
}

/** The names of a statement that may be exported as it stands. */
function statedNames(statement: TSESTree.Statement): string[] {
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

/** Exports those of some names that the cell does not export itself. */
function exportLine(program: Program, names: string[]): string {
  const exported = new Set(program.body.flatMap(exportedNames));
  const others = names.filter((name) => !exported.has(name));
  return `export { ${others.join(", ")} };`;
}

function exportedNames(statement: TSESTree.Statement): string[] {
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
