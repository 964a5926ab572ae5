import {
  analyze,
  DefinitionType,
  type Variable,
} from "@typescript-eslint/scope-manager";
import type { ParseResult } from "oxc-parser";

/** The names by which a cell is tied to the others. */
export interface CellNames {
  /** Top-level names, `var`s of inner blocks included, in order of declaration. */
  declared: Map<string, DeclaredName>;
  /** Names, of values and of types, that the cell uses and does not declare. */
  free: Map<string, FreeName>;
}

type Tree = Parameters<typeof analyze>[0];

export type NameKind =
  | "variable"
  | "constant"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "interface"
  | "type"
  | "import";

export interface DeclaredName {
  kind: NameKind;
  /** UTF-16 index of the identifier. */
  offset: number;
  /** UTF-16 range of the declaration, where that says more than its type. */
  range?: [start: number, end: number];
}

export interface FreeName {
  /** The cell assigns it. */
  written: boolean;
}

/** Finds the names of a cell that parses; of one that does not there is no tree, and so there are none. */
export function findNames({ program }: ParseResult): CellNames {
  // Two packages' types of one tree: oxc writes TypeScript's trees as typescript-eslint specifies them.
  const scopes = analyze(program as unknown as Tree, {
    sourceType: "module",
    // Globals of the language stay free: a cell may declare an Event of its own.
    lib: [],
    jsxPragma: null,
  });
  const names: CellNames = { declared: new Map(), free: new Map() };
  const module = scopes.globalScope?.childScopes[0];
  for (const variable of module?.variables ?? []) {
    const declared = describe(variable);
    if (declared) names.declared.set(variable.name, declared);
  }
  for (const reference of scopes.globalScope?.through ?? []) {
    const { name } = reference.identifier as { name: string };
    // A value named like a type of this cell cannot be imported beside it.
    if (names.declared.has(name)) continue;
    const written = names.free.get(name)?.written ?? false;
    names.free.set(name, { written: written || reference.isWrite() });
  }
  return names;
}

function describe(variable: Variable): DeclaredName | undefined {
  const definition = variable.defs[0];
  if (!definition) return undefined;
  const kind = kindOf(definition);
  const [offset] = definition.name.range;
  const range = /^(variable|constant|import)$/.test(kind)
    ? undefined
    : definition.node.range;
  return { kind, offset, range };
}

function kindOf(definition: Variable["defs"][number]): NameKind {
  switch (definition.type) {
    case DefinitionType.FunctionName:
      return "function";
    case DefinitionType.ClassName:
      return "class";
    case DefinitionType.TSEnumName:
      return "enum";
    case DefinitionType.TSModuleName:
      return "namespace";
    case DefinitionType.ImportBinding:
      return "import";
    case DefinitionType.Type:
      return definition.node.type === "TSInterfaceDeclaration"
        ? "interface"
        : "type";
    default:
      return isConstant(definition) ? "constant" : "variable";
  }
}

function isConstant({ parent }: Variable["defs"][number]): boolean {
  return (
    parent?.type === "VariableDeclaration" && !/^(let|var)$/.test(parent.kind)
  );
}
