import type { TSESTree } from "@typescript-eslint/types";

/** What the syntax of a value tells of its type: a type, or a literal that stands for itself in a .d.ts. */
export type Told = { type: string } | { literal: string };

/** Longer texts stay out of the declarations, which every later check reads. */
const longestLiteral = 1000;

/**
 * The type of a declared value, where its syntax alone tells it.
 * @param constant the name keeps its value, and so the type of the very value
 */
export function telling(
  value: TSESTree.Expression | null,
  constant: boolean,
  code: string,
): Told | undefined {
  switch (value?.type) {
    case "Literal":
      return literal(value, constant, code);
    case "UnaryExpression":
      return value.operator === "-" && value.argument.type === "Literal"
        ? literal(value.argument, constant, code, "-")
        : undefined;
    case "TemplateLiteral":
      return constant && value.expressions.length === 0
        ? short(JSON.stringify(value.quasis[0]!.value.cooked), "string")
        : { type: "string" };
    case "TSAsExpression":
    case "TSTypeAssertion":
      return written(value.typeAnnotation, code);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return signature(value, code);
    default:
      return undefined;
  }
}

function literal(
  { value, start, end }: TSESTree.Literal,
  constant: boolean,
  code: string,
  sign = "",
): Told | undefined {
  if (value instanceof RegExp) return { type: "RegExp" };
  if (value === null) return undefined;
  return constant
    ? short(sign + code.slice(start, end), typeof value)
    : { type: typeof value };
}

function short(literal: string, type: string): Told {
  return literal.length > longestLiteral ? { type } : { literal };
}

/** The type of a cast, but for `as const`. */
function written(
  { start, end }: TSESTree.TypeNode,
  code: string,
): Told | undefined {
  const type = code.slice(start, end);
  return type === "const" ? undefined : { type };
}

/** A function whose types are all written. */
function signature(
  fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression,
  code: string,
): Told | undefined {
  const { typeParameters, params, returnType } = fn;
  if (!returnType || fn.generator || !params.every(isTyped)) return undefined;
  const slice = ({ start, end }: TSESTree.Node) => code.slice(start, end);
  const generic = typeParameters ? slice(typeParameters) : "";
  const result = slice(returnType).replace(/^:/, "");
  return { type: `${generic}(${params.map(slice).join(", ")}) =>${result}` };
}

/** With a type and without a default, as the type of a function has its parameters. */
function isTyped(parameter: TSESTree.Parameter): boolean {
  return (
    "typeAnnotation" in parameter && parameter.typeAnnotation !== undefined
  );
}

/** Nobody outside the class sees the type of such a member. */
export function isPrivate(member: TSESTree.ClassElement): boolean {
  return (
    ("key" in member && member.key.type === "PrivateIdentifier") ||
    ("accessibility" in member && member.accessibility === "private")
  );
}
