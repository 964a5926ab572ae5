import type { TSESTree } from "@typescript-eslint/types";
import type MagicString from "magic-string";
import type { Program } from "../cell/parse.ts";
import { isPrivate, telling } from "./telling.ts";
import { parameterTypeIn, returnTypeIn } from "./type-text.ts";

type Member =
  | TSESTree.MethodDefinition
  | TSESTree.PropertyDefinition
  | TSESTree.AccessorProperty;

/** A place in a cell where a declaration has no type, neither written nor told by its syntax. */
export interface MissingAnnotation {
  /** Whose type is wanted. */
  question: Question;
  /** Writes the type, as the checker prints it, into the cell's source. */
  fill(source: MagicString, type: string): void;
}

/** The name at a UTF-16 offset of the cell, or an expression in the cell's scope. */
export type Question = { offset: number } | { expression: string };

/** Every declaration of the top level whose type only the checker knows. */
export function findMissingAnnotations(
  { body }: Program,
  code: string,
): MissingAnnotation[] {
  return missingIn(body, code);
}

/** Of functions with overloads, the overloads alone are seen. */
function missingIn(
  statements: TSESTree.Statement[],
  code: string,
): MissingAnnotation[] {
  const overloaded = new Set(statements.map(overloadedName));
  return statements
    .filter((each) => !overloaded.has(functionName(each) ?? ""))
    .flatMap((each) => missingInOne(each, code));
}

function missingInOne(
  statement: TSESTree.Statement,
  code: string,
): MissingAnnotation[] {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      return statement.declaration
        ? missingInOne(statement.declaration as TSESTree.Statement, code)
        : [];
    case "VariableDeclaration":
      return variableGaps(statement, code);
    case "FunctionDeclaration":
      return missingInSignature(statement, { offset: statement.id!.start });
    case "ClassDeclaration":
      return missingInClass(statement, code);
    case "TSModuleDeclaration":
      return statement.declare || !statement.body
        ? []
        : missingIn(statement.body.body as TSESTree.Statement[], code);
    case "ExportDefaultDeclaration":
      return defaultGaps(statement.declaration, code);
    default:
      return [];
  }
}

/** The name that an overload declares; null for other statements, so that it equals no name. */
export function overloadedName(statement: TSESTree.Statement): string | null {
  const declaration = withoutExport(statement);
  return declaration?.type === "TSDeclareFunction" && !declaration.declare
    ? (declaration.id?.name ?? "default")
    : null;
}

/** The name of a function with a body; undefined for other statements. */
export function functionName(
  statement: TSESTree.Statement,
): string | undefined {
  const declaration = withoutExport(statement);
  return declaration?.type === "FunctionDeclaration"
    ? (declaration.id?.name ?? "default")
    : undefined;
}

function withoutExport(statement: TSESTree.Statement) {
  return statement.type === "ExportNamedDeclaration" ||
    statement.type === "ExportDefaultDeclaration"
    ? statement.declaration
    : statement;
}

/** A declaration that a .d.ts may hold as it is: no pattern, no `using`. */
export function isPlain({
  kind,
  declarations,
}: TSESTree.VariableDeclaration): boolean {
  return (
    /^(const|let|var)$/.test(kind) &&
    declarations.every(({ id }) => id.type === "Identifier")
  );
}

function variableGaps(
  statement: TSESTree.VariableDeclaration,
  code: string,
): MissingAnnotation[] {
  if (!isPlain(statement) || statement.declare) return [];
  return statement.declarations.flatMap(({ id, init }) => {
    if (id.type !== "Identifier" || id.typeAnnotation) return [];
    if (telling(init, statement.kind === "const", code)) return [];
    // An empty list gets its type from what is put in, which the end of the cell knows best.
    const growing = init?.type === "ArrayExpression" && !init.elements.length;
    const question = growing ? { expression: id.name } : { offset: id.start };
    return [annotation(question, id.end)];
  });
}

function annotation(question: Question, at: number): MissingAnnotation {
  return {
    question,
    fill: (source, type) => source.appendLeft(at, `: ${type}`),
  };
}

type FunctionNode =
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.TSEmptyBodyFunctionExpression;

/** Parameters and result of a function with a body. */
function missingInSignature(
  fn: FunctionNode,
  question: Question,
): MissingAnnotation[] {
  if (fn.returnType && !fn.params.some(untypedEnd)) return [];
  return [
    { question, fill: (source, type) => fillSignature(fn, source, type) },
  ];
}

function fillSignature(
  fn: FunctionNode,
  source: MagicString,
  type: string,
): void {
  fn.params.forEach((parameter, index) => {
    const at = untypedEnd(parameter);
    if (at) source.appendLeft(at, `: ${parameterTypeIn(type, index)}`);
  });
  if (!fn.returnType && fn.body)
    source.appendLeft(fn.body.start, `: ${returnTypeIn(type)} `);
}

/** Where a parameter's type goes; undefined if it has one. */
function untypedEnd(parameter: TSESTree.Parameter): number | undefined {
  switch (parameter.type) {
    case "TSParameterProperty":
      return untypedEnd(parameter.parameter);
    case "AssignmentPattern":
      return untypedEnd(parameter.left as TSESTree.Parameter);
    default:
      return parameter.typeAnnotation ? undefined : parameter.end;
  }
}

function missingInClass(
  node: TSESTree.ClassDeclaration,
  code: string,
): MissingAnnotation[] {
  const name = node.id?.name;
  if (!name || node.declare) return [];
  const members = node.body.body.flatMap((member) => {
    switch (member.type) {
      case "MethodDefinition":
        return methodGaps(member, name, code);
      case "PropertyDefinition":
      case "AccessorProperty":
        return propertyGaps(member, name, code);
      default:
        return [];
    }
  });
  return [...heritageGaps(node, name, code), ...members];
}

function methodGaps(
  method: TSESTree.MethodDefinition,
  owner: string,
  code: string,
): MissingAnnotation[] {
  const { kind, value } = method;
  if (!value.body || isPrivate(method)) return [];
  if (kind === "constructor" || kind === "set")
    return value.params.flatMap(missingInParameter);
  const question = memberQuestion(method, owner, code);
  if (kind === "method") return missingInSignature(value, question);
  return value.returnType ? [] : [annotation(question, value.body.start)];
}

function missingInParameter(
  parameter: TSESTree.Parameter,
): MissingAnnotation[] {
  const at = untypedEnd(parameter);
  const name =
    parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  return at ? [annotation({ offset: name.start }, at)] : [];
}

function propertyGaps(
  property: TSESTree.PropertyDefinition | TSESTree.AccessorProperty,
  owner: string,
  code: string,
): MissingAnnotation[] {
  const { typeAnnotation, readonly, value } = property;
  if (typeAnnotation || isPrivate(property)) return [];
  if (telling(value, readonly, code)) return [];
  return [
    annotation(memberQuestion(property, owner, code), endOfKey(property, code)),
  ];
}

/** Where a member's type goes: after its name and the bracket around it. */
export function endOfKey({ key, computed }: Member, code: string): number {
  return computed ? code.indexOf("]", key.end) + 1 : key.end;
}

/** A computed name has no place whose type is the member's; an access has. */
function memberQuestion(
  { key, computed, static: isStatic }: Member,
  owner: string,
  code: string,
): Question {
  if (!computed) return { offset: key.start };
  const object = isStatic ? owner : `${owner}.prototype`;
  return { expression: `${object}[${code.slice(key.start, key.end)}]` };
}

/** `class A extends mix(B)` is declared as a constant base, and a class that extends it. */
function heritageGaps(
  { superClass }: TSESTree.ClassDeclaration,
  owner: string,
  code: string,
): MissingAnnotation[] {
  if (!superClass || isReference(superClass.type)) return [];
  const { start, end } = superClass;
  const base = `${owner}__base`;
  return [
    {
      question: { expression: code.slice(start, end) },
      fill(source, type) {
        source.overwrite(start, end, base);
        source.append(`\ndeclare const ${base}: ${type};`);
      },
    },
  ];
}

function isReference(type: string): boolean {
  return type === "Identifier" || type === "MemberExpression";
}

function defaultGaps(
  node: TSESTree.ExportDefaultDeclaration["declaration"],
  code: string,
): MissingAnnotation[] {
  const { start, end } = node;
  if (node.type === "FunctionDeclaration" && !node.id) {
    return missingInSignature(node, {
      expression: `(${code.slice(start, end)})`,
    });
  }
  if (/Declaration$|^TSDeclareFunction$/.test(node.type))
    return missingInOne(node as TSESTree.Statement, code);
  return [
    {
      question: { expression: code.slice(start, end) },
      fill(source, type) {
        source.overwrite(start, end, "__default");
        source.append(`\ndeclare const __default: ${type};`);
      },
    },
  ];
}
