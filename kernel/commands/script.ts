import MagicString from "magic-string";
import type { TSESTree } from "@typescript-eslint/types";
import { findMagics } from "../interpreter/magics/find.ts";
import { magicWords } from "../interpreter/magics/table.ts";
import { parseNpm } from "../interpreter/packages/specifier.ts";
import { parseCell, type Program } from "../interpreter/cell/parse.ts";
import { analyzeScopes, boundNames } from "../interpreter/cell/syntax-tree.ts";
import type { Cell } from "../homework/format/notebook.ts";

type Statement = TSESTree.ProgramStatement;
type Pattern = Parameters<typeof boundNames>[0];

/** A code cell that parses. */
interface Part {
  text: MagicString;
  program: Program;
  /** It has a top-level `using`, which ends with its cell. */
  isBlock: boolean;
}

/**
 * A notebook's cells as one program in TypeScript: text as comments, and names that several cells declare as variables that
 * are assigned again, as they are in the notebook.
 */
export function toScript(cells: Cell[]): string {
  const parts = cells.map(readCell);
  const programs = parts.filter((part) => typeof part !== "string");
  const repeated = findRepeated(programs);
  const known = new Set<string>();
  for (const part of programs) declareOnce(part, repeated, known);
  const pieces = parts.map((part) =>
    typeof part === "string" ? part : finish(part),
  );
  const text = [...preludeFor(programs), ...pieces]
    .map((piece) => piece.trim())
    .filter(Boolean)
    .join("\n\n");
  return `${text}\n`;
}

function readCell({ cell_type, source }: Cell): Part | string {
  if (cell_type !== "code") return comment(source);
  const code = withoutVersions(
    withoutMagics(source).replace(
      /^[ \t]*[%!?].*$|^.*[\w$]\?{1,2}[ \t]*$/gm,
      comment,
    ),
  );
  const { program, error } = parseCell(code);
  if (!program)
    return comment(`This cell does not parse: ${error!.message}\n${source}`);
  return {
    text: new MagicString(code),
    program,
    isBlock: program.body.some(isUsing),
  };
}

/** What is timed is a statement all the same; other lines, and the scripts and files of cells, become comments. */
function withoutMagics(source: string): string {
  let text = source;
  for (const { word, start, end } of findMagics(source).reverse()) {
    const isCode = magicWords[word]?.takes === "code";
    const instead = isCode ? "" : comment(text.slice(start, end));
    text = text.slice(0, start) + instead + text.slice(end);
  }
  return text;
}

/** Node knows no `npm:`: a program has its packages beside it, in the versions that its package.json says. */
function withoutVersions(code: string): string {
  return code.replace(
    /(\b(?:from|import)\s*\(?\s*)(["'])(npm:[^"'\n]+)\2/g,
    (whole, before: string, quote: string, text: string) => {
      const found = parseNpm(text);
      if (!found) return whole;
      return `${before}${quote}${found.name}${found.subpath.slice(1)}${quote}`;
    },
  );
}

const comment = (text: string) =>
  text
    .split("\n")
    .map((line) => `// ${line}`.trimEnd())
    .join("\n");

function isUsing(statement: Statement): boolean {
  return (
    statement.type === "VariableDeclaration" && statement.kind.endsWith("using")
  );
}

/** Names that more than one cell declares, if not by the same import; in a cell that is a block, all of its names. */
function findRepeated(parts: Part[]): Set<string> {
  const ways = new Map<string, Set<string>>();
  parts.forEach(({ program, isBlock }, index) => {
    for (const [name, way] of program.body.flatMap(declaredBy)) {
      const known = ways.get(name) ?? new Set();
      known.add(way ?? `cell ${index}`);
      if (isBlock && !way) known.add("block");
      ways.set(name, known);
    }
  });
  return new Set(
    [...ways].filter(([, known]) => known.size > 1).map(([name]) => name),
  );
}

/** Name, and for an import what it imports. */
function declaredBy(statement: Statement): [name: string, way?: string][] {
  const declaration = withoutExport(statement);
  switch (declaration.type) {
    case "ImportDeclaration":
      return declaration.specifiers.map((each) => [
        each.local.name,
        `${declaration.source.value} ${importedName(each)}`,
      ]);
    case "VariableDeclaration":
      return isUsing(declaration)
        ? []
        : namesIn(declaration).map((name) => [name]);
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return declaration.id ? [[declaration.id.name]] : [];
    default:
      return [];
  }
}

const namesIn = ({ declarations }: TSESTree.VariableDeclaration) =>
  declarations.flatMap(({ id }) => boundNames(id as Pattern));

function withoutExport(statement: Statement): Statement {
  return statement.type === "ExportNamedDeclaration" && statement.declaration
    ? (statement.declaration as Statement)
    : statement;
}

function importedName(specifier: TSESTree.ImportClause): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : imported.value;
}

function declareOnce(
  { text, program }: Part,
  repeated: Set<string>,
  known: Set<string>,
): void {
  for (const statement of program.body) {
    const declaration = withoutExport(statement);
    const [start] = declaration.range;
    const isRepeated = declaredBy(statement).some(([name]) =>
      repeated.has(name),
    );
    if (declaration.type === "ImportDeclaration")
      importOnce(text, declaration, repeated, known);
    else if (!isRepeated) continue;
    else if (declaration.type === "VariableDeclaration")
      text.overwrite(start, start + declaration.kind.length, "var");
    else assign(text, declaration);
    if (declaration !== statement) text.remove(statement.range[0], start);
  }
}

/** `import { a } from "x"` a second time is nothing; of another module it becomes a variable, as all that names it does. */
function importOnce(
  text: MagicString,
  declaration: TSESTree.ImportDeclaration,
  repeated: Set<string>,
  known: Set<string>,
): void {
  const { range, specifiers, importKind } = declaration;
  if (importKind === "type" || specifiers.length === 0) return;
  const isRepeated = specifiers.some(({ local }) => repeated.has(local.name));
  const fresh = specifiers.filter(({ local }) => !known.has(local.name));
  for (const { local } of specifiers) known.add(local.name);
  if (isRepeated) text.overwrite(...range, importLater(declaration));
  else if (fresh.length < specifiers.length)
    text.overwrite(...range, importStatement(fresh, declaration.source.raw));
}

function importLater(declaration: TSESTree.ImportDeclaration): string {
  const { specifiers, source, range } = declaration;
  const module = `$${range[0]}`;
  const read = specifiers.map(
    (each) => `${each.local.name} = ${readFrom(each, module)}`,
  );
  return `{\n  const ${module} = await import(${source.raw});\n  var ${read.join(", ")};\n}`;
}

function importStatement(
  specifiers: TSESTree.ImportClause[],
  source: string,
): string {
  const named = specifiers
    .filter((each) => each.type === "ImportSpecifier")
    .map((each) => `${importedName(each)} as ${each.local.name}`);
  const others = specifiers.flatMap(({ type, local }) =>
    type === "ImportDefaultSpecifier"
      ? [local.name]
      : type === "ImportNamespaceSpecifier"
        ? [`* as ${local.name}`]
        : [],
  );
  if (named.length > 0) others.push(`{ ${named.join(", ")} }`);
  return others.length > 0 ? `import ${others.join(", ")} from ${source};` : "";
}

function readFrom(specifier: TSESTree.ImportClause, module: string): string {
  const name = importedName(specifier);
  return name === "*" ? module : `${module}[${JSON.stringify(name)}]`;
}

/** A function that is a variable is there from its cell's beginning, as a declared one is. */
function assign(text: MagicString, declaration: Statement): void {
  const { id, range } = declaration as TSESTree.FunctionDeclarationWithName;
  const assigned = `var ${id.name} = ${text.original.slice(...range)};`;
  if (declaration.type !== "FunctionDeclaration")
    text.overwrite(...range, assigned);
  else text.remove(...range).prepend(`${assigned}\n`);
}

function finish({ text, isBlock }: Part): string {
  return isBlock ? `{\n${text.toString()}\n}` : text.toString();
}

/** What a notebook has and a program does not. */
const prelude: Record<string, string> = {
  display: "const display = (value: unknown) => console.log(value);",
  updateDisplay:
    "const updateDisplay = (value: unknown) => console.log(value);",
  clearOutput: "const clearOutput = () => console.clear();",
  input:
    'const input = async (prompt = "") => {\n' +
    '  const { createInterface } = await import("node:readline/promises");\n' +
    "  const lines = createInterface(process.stdin, process.stdout);\n" +
    "  return lines.question(prompt).finally(() => lines.close());\n};",
  require:
    'const { createRequire } = await import("node:module");\nconst require = createRequire(import.meta.url);',
  __dirname: "const __dirname = import.meta.dirname;",
};

function preludeFor(parts: Part[]): string[] {
  const free = new Set<string>();
  const declared = new Set<string>();
  for (const { program } of parts) {
    const top = analyzeScopes(program).globalScope?.childScopes[0];
    for (const { name } of top?.variables ?? []) declared.add(name);
    for (const { identifier } of top?.through ?? [])
      free.add(String(identifier.name));
  }
  return Object.entries(prelude)
    .filter(([name]) => free.has(name) && !declared.has(name))
    .map(([, text]) => text);
}
