import { hasMethods } from "../method-of.ts";
import type { Offer } from "./offer.ts";

const deepest = 6;

/** What the versions of zod say of a schema, in their own ways. */
interface Definition {
  type?: unknown;
  typeName?: string;
  shape?: unknown;
  element?: object;
  innerType?: object;
  options?: object[] | Map<unknown, object>;
  values?: unknown;
  entries?: object;
  items?: object[];
  keyType?: object;
  valueType?: object;
  value?: unknown;
}

/** https://zod.dev: a schema by its shape. */
const zod: Offer = (value) => {
  if (!hasMethods(value, "parse", "safeParse") && !("_zod" in value))
    return undefined;
  if (!definitionOf(value)) return undefined;
  return { "text/plain": `schema ${describe(value, 0)}` };
};

function definitionOf(schema: object): Definition | undefined {
  const { _zod, _def } = schema as {
    _zod?: { def?: Definition };
    _def?: Definition;
  };
  return _zod?.def ?? _def;
}

function describe(schema: unknown, depth: number): string {
  if (typeof schema !== "object" || schema === null) return "unknown";
  const definition = definitionOf(schema) ?? {};
  const kind = kindOf(definition);
  if (depth > deepest) return kind;
  const inner = (each: unknown) => describe(each, depth + 1);
  const { innerType, options, items, valueType } = definition;
  switch (kind) {
    case "object":
      return describeObject(definition, inner, depth);
    case "array":
      return `${inner(definition.element ?? definition.type)}[]`;
    case "optional":
      return `${inner(innerType)} | undefined`;
    case "nullable":
      return `${inner(innerType)} | null`;
    case "union":
    case "discriminatedunion":
      return [...(options?.values() ?? [])].map(inner).join(" | ");
    case "tuple":
      return `[${(items ?? []).map(inner).join(", ")}]`;
    case "record":
      return `Record<string, ${inner(valueType)}>`;
    case "literal":
      return JSON.stringify(definition.value ?? [definition.values].flat()[0]);
    case "enum":
      return Object.values((definition.entries ?? definition.values) as object)
        .map((each) => JSON.stringify(each))
        .join(" | ");
    default:
      return innerType ? inner(innerType) : kind;
  }
}

function kindOf({ typeName, type }: Definition): string {
  const name = typeName?.replace(/^Zod/, "") ?? type;
  return typeof name === "string" ? name.toLowerCase() : "unknown";
}

function describeObject(
  { shape }: Definition,
  inner: (each: unknown) => string,
  depth: number,
): string {
  const fields = (
    typeof shape === "function" ? (shape as () => object)() : shape
  ) as object;
  const indent = "  ".repeat(depth + 1);
  const lines = Object.entries(fields).map(([name, each]) => {
    const text = inner(each);
    const isOptional = text.endsWith(" | undefined");
    return `${indent}${name}${isOptional ? "?" : ""}: ${isOptional ? text.slice(0, -12) : text}`;
  });
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}

export const schemas: Offer[] = [zod];
