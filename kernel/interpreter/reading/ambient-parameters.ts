import type { TSESTree } from "@typescript-eslint/types";
import type MagicString from "magic-string";

/** A parameter with a default may be left out; in a declaration that is all there is to say. */
export function declareParameters(
  parameters: TSESTree.Parameter[],
  source: MagicString,
): void {
  let optional = true;
  // One before a required parameter can't be left out.
  for (const each of [...parameters].reverse()) {
    const parameter =
      each.type === "TSParameterProperty" ? each.parameter : each;
    for (const { start, end } of each.decorators ?? [])
      source.remove(start, end);
    if (parameter.type === "AssignmentPattern")
      dropDefault(parameter, optional, source);
    else optional &&= isOptional(parameter);
  }
}

function isOptional(parameter: TSESTree.Parameter): boolean {
  return (
    parameter.type === "RestElement" ||
    ("optional" in parameter && parameter.optional === true)
  );
}

function dropDefault(
  { left, end }: TSESTree.AssignmentPattern,
  optional: boolean,
  source: MagicString,
): void {
  const type = "typeAnnotation" in left ? left.typeAnnotation : undefined;
  source.remove(left.end, end);
  // Before a type that was filled in.
  if (optional) source.prependLeft(type?.start ?? left.end, "?");
  else if (type) source.appendLeft(left.end, " | undefined");
}

/**
 * Takes properties out of a constructor's parameters: as a property, one with a default is always there.
 * @returns their declarations, with the types that were filled in
 */
export function takeProperties(
  parameters: TSESTree.Parameter[],
  source: MagicString,
): string {
  return parameters
    .filter((each) => each.type === "TSParameterProperty")
    .map((property) => {
      const { parameter, accessibility, readonly, start } = property;
      const name =
        parameter.type === "AssignmentPattern" ? parameter.left : parameter;
      const typed = source.slice(name.start, name.end);
      source.remove(start, parameter.start);
      if (accessibility === "private")
        return `private ${(name as TSESTree.Identifier).name}; `;
      const words = `${accessibility ?? "public"} ${readonly ? "readonly " : ""}`;
      return `${words}${typed}; `;
    })
    .join("");
}
