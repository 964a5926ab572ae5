import type MagicString from "magic-string";
import type {
  Class,
  Function as FunctionNode,
  MethodDefinition,
  ParamPattern,
  Program,
  PropertyDefinition,
  Span,
  Statement,
  VariableDeclaration,
} from "oxc-parser";
import { parameterTypeIn, returnTypeIn } from "./type-text.ts";

/** A place in a cell where a declaration has no written type. */
export interface Gap extends Span {
  /** Whose type is wanted. */
  question: Question;
  /** Writes the type, as the checker prints it, into the cell's source. */
  fill(source: MagicString, type: string): void;
}

/** The name at a UTF-16 offset of the cell, or an expression in the cell's scope. */
export type Question = { offset: number } | { expression: string };

/** Every declaration of the top level that has no written type, whether or not its syntax tells it. */
export function findGaps(program: Program, code: string): Gap[] {
  return program.body.flatMap((statement) => gapsIn(statement, code));
}

function gapsIn(statement: Statement, code: string): Gap[] {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      return statement.declaration ? gapsIn(statement.declaration, code) : [];
    case "VariableDeclaration":
      return variableGaps(statement);
    case "FunctionDeclaration":
      return statement.id
        ? [signatureGap(statement, { offset: statement.id.start })]
        : [];
    case "ClassDeclaration":
      return classGaps(statement, code);
    case "TSModuleDeclaration":
      return (statement.body?.body ?? []).flatMap((inner) =>
        gapsIn(inner as Statement, code),
      );
    case "ExportDefaultDeclaration":
      return defaultGaps(statement.declaration as Statement, code);
    default:
      return [];
  }
}

/** A declaration that a .d.ts may hold as it is: no pattern, no `using`. */
export function isPlain({ kind, declarations }: VariableDeclaration): boolean {
  return (
    /^(const|let|var)$/.test(kind) &&
    declarations.every(({ id }) => id.type === "Identifier")
  );
}

function variableGaps(statement: VariableDeclaration): Gap[] {
  if (!isPlain(statement)) return [];
  return statement.declarations.flatMap(({ id, init, start, end }) => {
    if (id.type !== "Identifier" || id.typeAnnotation) return [];
    // An empty list gets its type from what is put in, which the end of the cell knows best.
    const growing = init?.type === "ArrayExpression" && !init.elements.length;
    const question = growing ? { expression: id.name } : { offset: id.start };
    return [annotation({ start, end }, question, id.end)];
  });
}

function annotation(span: Span, question: Question, at: number): Gap {
  const { start, end } = span;
  return {
    start,
    end,
    question,
    fill: (source, type) => source.appendLeft(at, `: ${type}`),
  };
}

/** Parameters and result of a function with a body. */
function signatureGap(
  fn: FunctionNode,
  question: Question,
  span: Span = fn,
): Gap {
  return {
    start: span.start,
    end: span.end,
    question,
    fill(source, type) {
      fn.params.forEach((parameter, index) => {
        const at = untypedEnd(parameter);
        if (at) source.appendLeft(at, `: ${parameterTypeIn(type, index)}`);
      });
      if (!fn.returnType && fn.body)
        source.appendLeft(fn.body.start, `: ${returnTypeIn(type)} `);
    },
  };
}

/** Where a parameter's type goes; undefined if it has one. */
function untypedEnd(parameter: ParamPattern): number | undefined {
  switch (parameter.type) {
    case "TSParameterProperty":
      return untypedEnd(parameter.parameter);
    case "AssignmentPattern":
      return untypedEnd(parameter.left);
    default:
      return parameter.typeAnnotation ? undefined : parameter.end;
  }
}

function classGaps(node: Class, code: string): Gap[] {
  const name = node.id?.name;
  if (!name) return [];
  const members = node.body.body.flatMap((member) => {
    switch (member.type) {
      case "MethodDefinition":
        return methodGaps(member, name, code);
      case "PropertyDefinition":
      case "AccessorProperty":
        return propertyGaps(member as PropertyDefinition, name, code);
      default:
        return [];
    }
  });
  return [...heritageGaps(node, name, code), ...members];
}

function methodGaps(
  method: MethodDefinition,
  owner: string,
  code: string,
): Gap[] {
  const { key, kind, value } = method;
  if (key.type === "PrivateIdentifier" || !value.body) return [];
  if (kind === "constructor" || kind === "set")
    return value.params.flatMap(parameterGaps);
  const question = memberQuestion(method, owner, code);
  if (kind === "method") return [signatureGap(value, question, method)];
  return value.returnType
    ? []
    : [annotation(method, question, value.body.start)];
}

function parameterGaps(parameter: ParamPattern): Gap[] {
  const at = untypedEnd(parameter);
  const name =
    parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  return at ? [annotation(parameter, { offset: name.start }, at)] : [];
}

function propertyGaps(
  property: PropertyDefinition,
  owner: string,
  code: string,
): Gap[] {
  const { key, typeAnnotation, computed } = property;
  if (typeAnnotation || key.type === "PrivateIdentifier") return [];
  const at = computed ? code.indexOf("]", key.end) + 1 : key.end;
  return [annotation(property, memberQuestion(property, owner, code), at)];
}

/** A computed name has no place whose type is the member's; an access has. */
function memberQuestion(
  { key, computed, static: isStatic }: MethodDefinition | PropertyDefinition,
  owner: string,
  code: string,
): Question {
  if (!computed) return { offset: key.start };
  const object = isStatic ? owner : `${owner}.prototype`;
  return { expression: `${object}[${code.slice(key.start, key.end)}]` };
}

/** `class A extends mix(B)` is declared as a constant base, and a class that extends it. */
function heritageGaps(
  { superClass }: Class,
  owner: string,
  code: string,
): Gap[] {
  if (!superClass || isReference(superClass.type)) return [];
  const { start, end } = superClass;
  const base = `${owner}__base`;
  return [
    {
      start,
      end,
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

function defaultGaps(node: Statement, code: string): Gap[] {
  const { start, end } = node;
  if (node.type.endsWith("Declaration")) return gapsIn(node, code);
  return [
    {
      start,
      end,
      question: { expression: code.slice(start, end) },
      fill(source, type) {
        source.overwrite(start, end, "__default");
        source.append(`\ndeclare const __default: ${type};`);
      },
    },
  ];
}
