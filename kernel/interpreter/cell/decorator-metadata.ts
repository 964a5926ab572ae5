import type { TSESTree } from "@typescript-eslint/types";
import type * as ES from "estree";
import MagicString from "magic-string";
import { type Dialect, parseAs } from "./parse.ts";
import { RuntimeTypes } from "./runtime-types.ts";
import { walk } from "./walk.ts";

type Class = TSESTree.ClassDeclaration & Decorated;
type Decorated = { decorators?: TSESTree.Decorator[] };
type Member = TSESTree.ClassElement & Decorated;
/** What `Reflect.metadata` is called with: a key, and a value's code. */
type Metadata = [key: string, value: string];

/**
 * What `emitDecoratorMetadata` of a tsconfig.json asks for, which esbuild leaves out: classes with decorators say
 * their types to `Reflect.metadata`, as TypeScript compiles them. It is one decorator more for each, behind the others, so
 * that it is applied before them; no line moves.
 * @returns the source with a map to what it was, inline, which esbuild follows
 */
export function addDecoratorMetadata(
  source: string,
  dialect: Dialect,
  strictNullChecks: boolean,
): string {
  const { program } = parseAs(dialect, source, "decorators-legacy");
  if (!program) return source;
  const text = new MagicString(source);
  const types = new RuntimeTypes(program, source, strictNullChecks);
  walk(program as unknown as ES.Program, (node) => {
    // Such decorators aren't for class expressions.
    if (node.type === "ClassDeclaration")
      decorateClass(node as unknown as Class, types, text);
  });
  if (!text.hasChanged()) return source;
  const map = text.generateMap({
    ...{ source: "cell.ts", includeContent: true },
    hires: "boundary",
  });
  return `${text.toString()}\n//# sourceMappingURL=${map.toUrl()}`;
}

function decorateClass(node: Class, types: RuntimeTypes, text: MagicString) {
  const members = node.body.body as Member[];
  for (const member of members)
    if (!isConstructor(member))
      decorate(member, () => memberTypes(member, members, types), text);
  const maker = members.find(isConstructor);
  const params = paramsOf(maker);
  decorate(
    node,
    () => (maker ? [["design:paramtypes", types.ofParameters(params)]] : []),
    text,
    params,
  );
}

/** Behind the last decorator: one of a parameter is applied before those of its method. */
function decorate(
  node: Decorated,
  metadata: () => Metadata[],
  text: MagicString,
  params = paramsOf(node as Member),
): void {
  const ofParams = params.flatMap((each) => decoratorsOf(each));
  const last = ofParams.at(-1) ?? node.decorators?.at(-1);
  if (!last) return;
  for (const [key, value] of metadata())
    text.appendLeft(
      last.range[1],
      ` @((...$to) => Reflect.metadata?.("${key}", ${value})(...$to.slice(0, 2)))`,
    );
}

function memberTypes(
  member: Member,
  members: Member[],
  types: RuntimeTypes,
): Metadata[] {
  if (/^(PropertyDefinition|AccessorProperty)$/.test(member.type)) {
    const { typeAnnotation } = member as TSESTree.PropertyDefinition;
    return [["design:type", types.of(typeAnnotation)]];
  }
  if (member.type !== "MethodDefinition") return [];
  const { kind, value } = member;
  if (kind !== "method") return accessorTypes(member, members, types);
  return [
    ["design:type", "Function"],
    ["design:paramtypes", types.ofParameters(value.params)],
    ["design:returntype", types.ofResult(value)],
  ];
}

/** Of a getter and its setter, whichever has the decorator: the setter's parameter says more. */
function accessorTypes(
  member: TSESTree.MethodDefinition,
  members: Member[],
  types: RuntimeTypes,
): Metadata[] {
  const pair = members.filter(
    (each): each is TSESTree.MethodDefinition & Decorated =>
      each.type === "MethodDefinition" &&
      each.static === member.static &&
      types.text(each.key) === types.text(member.key),
  );
  const setter = pair.find(({ kind }) => kind === "set")?.value;
  const getter = pair.find(({ kind }) => kind === "get")?.value;
  const [param] = setter?.params ?? [];
  const type = param
    ? types.ofParameters([param]).slice(1, -1)
    : types.of(getter?.returnType);
  const params = types.ofParameters(setter?.params ?? []);
  return [
    ["design:type", type],
    ["design:paramtypes", params],
  ];
}

function isConstructor(member: Member): member is TSESTree.MethodDefinition {
  return member.type === "MethodDefinition" && member.kind === "constructor";
}

function paramsOf(member: Member | undefined): TSESTree.Parameter[] {
  return member?.type === "MethodDefinition" ? member.value.params : [];
}

function decoratorsOf(param: TSESTree.Parameter): TSESTree.Decorator[] {
  return param.decorators ?? [];
}
