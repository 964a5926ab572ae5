import {
  DefinitionType,
  type Reference,
  type Variable,
} from "@typescript-eslint/scope-manager";
import type { Program } from "../cell/parse.ts";
import { analyzeScopes } from "../cell/syntax-tree.ts";
import { Flows, type Flow } from "./flow.ts";
import { typing, type Typing } from "./typing.ts";

/** The names by which a cell is tied to the others. */
export interface CellNames {
  /** Top-level names, `var`s of inner blocks included, in order of declaration. */
  declared: Map<string, DeclaredName>;
  /** Names, of values and of types, that the cell uses and does not declare. */
  free: Map<string, FreeName>;
  /** Names that it declares as a value and uses as an earlier cell's type, or the other way round: which is the other's. */
  beside: Map<string, "type" | "value">;
}

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
  /** Of variables. */
  typing?: Typing;
  flow?: Flow;
  /** Of imports of a whole module: which. */
  module?: string;
}

export interface FreeName {
  /** The cell assigns it. */
  written: boolean;
  flow?: Flow;
  /** UTF-16 index of its first use as a value. */
  offset?: number;
}

export function noNames(): CellNames {
  return { declared: new Map(), free: new Map(), beside: new Map() };
}

/** Finds the names of a cell that parses; of one that does not there is no tree, and so there are none. */
export function findNames(program: Program): CellNames {
  const scopes = analyzeScopes(program);
  const names = noNames();
  const module = scopes.globalScope?.childScopes[0];
  const flows = new Flows(program, module);
  for (const variable of module?.variables ?? []) {
    const declared = describe(variable, flows);
    if (declared) names.declared.set(variable.name, declared);
  }
  for (const [name, references] of byName(scopes.globalScope?.through ?? [])) {
    if (names.declared.has(name)) {
      const isType = references.some((one) => one.isTypeReference);
      names.beside.set(name, isType ? "type" : "value");
      continue;
    }
    names.free.set(name, {
      written: references.some((one) => one.isWrite()),
      flow: flows.of(references),
      offset: references.find((one) => one.isValueReference)?.identifier
        .range[0],
    });
  }
  return names;
}

function byName(references: Reference[]): Map<string, Reference[]> {
  const found = new Map<string, Reference[]>();
  for (const reference of references) {
    const { name } = reference.identifier as { name: string };
    const known = found.get(name);
    if (known) known.push(reference);
    else found.set(name, [reference]);
  }
  return found;
}

function describe(variable: Variable, flows: Flows): DeclaredName | undefined {
  const definition = variable.defs[0];
  if (!definition) return undefined;
  const kind = kindOf(definition);
  const [offset] = definition.name.range;
  const range = kind === "import" ? undefined : definition.node.range;
  if (kind !== "variable" && kind !== "constant")
    return { kind, offset, range, module: moduleOf(definition) };
  const flow = flows.of(variable.references);
  // A type of the same name would be lost where more is known of its members.
  if (variable.defs.some(({ type }) => type === DefinitionType.Type))
    flow.members.clear();
  return { kind, offset, typing: typing(variable), flow };
}

function moduleOf({ type, node, parent }: Variable["defs"][number]) {
  if (type !== DefinitionType.ImportBinding) return undefined;
  if (parent?.type !== "ImportDeclaration") return undefined;
  return node.type === "ImportSpecifier" ? undefined : parent.source.value;
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
