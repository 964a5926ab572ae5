import {
  DefinitionType,
  type Variable,
} from "@typescript-eslint/scope-manager";

/**
 * How a variable came by its type: `plain` can't become narrower, `written` stands beside the name, `inferred` is that of
 * its first value.
 */
export type Typing = "plain" | "written" | "inferred";

/** Types and first values without a choice in them. */
const plainTypes =
  /^TS(Number|String|BigInt|Symbol)Keyword$|^TS(Array|Tuple|Function)Type$|^TSTypeLiteral$/;
const plainValues =
  /^(Array|Object|New|ArrowFunction|Function|Class|Unary|Template)\w*$|^Literal$/;

export function typing({ defs }: Variable): Typing {
  // A type of the same name would be lost with another declaration.
  if (defs.some(({ type }) => type === DefinitionType.Type)) return "plain";
  const [definition] = defs;
  if (definition?.type !== DefinitionType.Variable) return "inferred";
  const { id, init } = definition.node;
  if (id.type !== "Identifier") return "inferred";
  const written = id.typeAnnotation?.typeAnnotation.type;
  if (written) return plainTypes.test(written) ? "plain" : "written";
  const isNull = init?.type === "Literal" && init.value === null;
  return init && plainValues.test(init.type) && !isNull ? "plain" : "inferred";
}
