import type { TSESTree } from "@typescript-eslint/types";
import type { Program } from "./parse.ts";

type TypeNode = TSESTree.TypeNode;
type Declaration =
  | TSESTree.TSTypeAliasDeclaration
  | TSESTree.TSInterfaceDeclaration
  | TSESTree.TSEnumDeclaration;

/** What a keyword is at run time; all others are an Object. */
const keywords: Record<string, string> = {
  TSVoidKeyword: "void 0",
  TSUndefinedKeyword: "void 0",
  TSNullKeyword: "void 0",
  TSNeverKeyword: "void 0",
  TSFunctionType: "Function",
  TSConstructorType: "Function",
  TSArrayType: "Array",
  TSTupleType: "Array",
  TSBooleanKeyword: "Boolean",
  TSStringKeyword: "String",
  TSTemplateLiteralType: "String",
  TSNumberKeyword: "Number",
  TSBigIntKeyword: "BigInt",
  TSSymbolKeyword: "Symbol",
};
const literals: Record<string, string> = {
  string: "String",
  number: "Number",
  boolean: "Boolean",
  bigint: "BigInt",
};

/**
 * Types as expressions for their constructors, by the rules of TypeScript's `emitDecoratorMetadata` for one file alone:
 * a name is a class if it is a function at run time, an Object otherwise, unless this text says that it is an enum or
 * an alias. https://www.typescriptlang.org/tsconfig/#emitDecoratorMetadata
 */
export class RuntimeTypes {
  readonly #declared = new Map<string, Declaration>();
  readonly #resolving = new Set<string>();

  readonly #source: string;
  readonly #strictNullChecks: boolean;

  constructor(program: Program, source: string, strictNullChecks: boolean) {
    this.#source = source;
    this.#strictNullChecks = strictNullChecks;

    for (const statement of program.body) {
      const { declaration = statement } =
        statement as TSESTree.ExportNamedDeclaration;
      if (
        /^TS(TypeAlias|Interface|Enum)Declaration$/.test(
          declaration?.type ?? "",
        )
      )
        this.#declared.set(
          (declaration as Declaration).id.name,
          declaration as Declaration,
        );
    }
  }

  text({ range: [start, end] }: TSESTree.Node): string {
    return this.#source.slice(start, end);
  }

  of(annotation: TSESTree.TSTypeAnnotation | undefined | null): string {
    return this.#of(annotation?.typeAnnotation);
  }

  /** A list, as code. */
  ofParameters(params: TSESTree.Parameter[]): string {
    const types = params
      .filter((each) => !isThis(each))
      .map((each) => this.#ofParameter(each));
    return `[${types.join(", ")}]`;
  }

  ofResult({
    returnType,
    async,
  }:
    | TSESTree.FunctionExpression
    | TSESTree.TSEmptyBodyFunctionExpression): string {
    return returnType ? this.of(returnType) : async ? "Promise" : "void 0";
  }

  #ofParameter(param: TSESTree.Parameter): string {
    if (param.type === "TSParameterProperty")
      return this.#ofParameter(param.parameter);
    if (param.type === "AssignmentPattern")
      return this.of(param.left.typeAnnotation);
    const type = param.typeAnnotation?.typeAnnotation;
    return this.#of(param.type === "RestElement" ? elementOf(type) : type);
  }

  #of(type: TypeNode | undefined): string {
    switch (type?.type) {
      case "TSTypePredicate":
        return type.asserts ? "void 0" : "Boolean";
      case "TSLiteralType":
        return ofLiteral(type.literal);
      case "TSTypeOperator":
        return type.operator === "readonly"
          ? this.#of(type.typeAnnotation)
          : "Object";
      case "TSOptionalType":
        return this.#of(type.typeAnnotation);
      case "TSUnionType":
        return this.#ofAll(type.types, false);
      case "TSIntersectionType":
        return this.#ofAll(type.types, true);
      case "TSConditionalType":
        return this.#ofAll([type.trueType, type.falseType], false);
      case "TSTypeReference":
        return this.#ofReference(type.typeName);
      default:
        return keywords[type?.type ?? ""] ?? "Object";
    }
  }

  /** What all have in common. */
  #ofAll(types: TypeNode[], intersect: boolean): string {
    let common: string | undefined;
    for (const type of types) {
      if (this.#isSilent(type, intersect)) continue;
      const found = this.#of(type);
      common ??= found;
      if (found === "Object" || found !== common) return "Object";
    }
    return common ?? (intersect ? "Object" : "void 0");
  }

  /** Whether a part says nothing of the whole. */
  #isSilent({ type }: TypeNode, intersect: boolean): boolean {
    if (type === "TSUnknownKeyword") return intersect;
    if (type === "TSNeverKeyword") return !intersect;
    return !this.#strictNullChecks && /^TS(Null|Undefined)Keyword$/.test(type);
  }

  #ofReference(name: TSESTree.EntityName): string {
    const text = this.text(name);
    const declared = this.#declared.get(text);
    if (declared) return this.#ofDeclared(text, declared);
    // TypeScript's own names, which are a value of another kind or none.
    if (/^(Readonly)?Array$/.test(text)) return "Array";
    const names = text.split(".");
    const found = names
      .map((_, index) => `typeof ${names.slice(0, index + 1).join(".")}`)
      .map((each, index, { length }) =>
        index === length - 1
          ? `${each} === "function"`
          : `${each} !== "undefined"`,
      );
    return `(${found.join(" && ")} ? ${text} : Object)`;
  }

  #ofDeclared(name: string, declared: Declaration): string {
    if (declared.type === "TSInterfaceDeclaration") return "Object";
    if (declared.type === "TSEnumDeclaration") return ofEnum(declared);
    // An alias may name itself.
    if (this.#resolving.has(name)) return "Object";
    this.#resolving.add(name);
    const found = this.#of(declared.typeAnnotation);
    this.#resolving.delete(name);
    return found;
  }
}

function ofLiteral(literal: TSESTree.Node): string {
  if (literal.type === "UnaryExpression") return ofLiteral(literal.argument);
  return literal.type === "Literal"
    ? (literals[typeof literal.value] ?? "Object")
    : "String";
}

function ofEnum({ body }: TSESTree.TSEnumDeclaration): string {
  const kinds = new Set(
    body.members.map(({ initializer }) =>
      initializer?.type === "TemplateLiteral" ||
      (initializer?.type === "Literal" && typeof initializer.value === "string")
        ? "String"
        : "Number",
    ),
  );
  return kinds.size === 1 ? [...kinds][0]! : "Object";
}

function elementOf(type: TypeNode | undefined): TypeNode | undefined {
  if (type?.type === "TSArrayType") return type.elementType;
  return type?.type === "TSTypeReference"
    ? type.typeArguments?.params[0]
    : undefined;
}

function isThis(param: TSESTree.Parameter): boolean {
  return param.type === "Identifier" && param.name === "this";
}
