import type { CellNames } from "../reading/names.ts";
import type { Flow } from "../reading/flow.ts";
import {
  endOf,
  memberType,
  moduleOf,
  scopeOf,
  type Overlay,
  type Provider,
} from "./overlay.ts";

/** What surrounds a cell's text, so that the names of earlier cells are known in it. */
export interface ScopeLines {
  /** A line above, for what the flow of the code shall begin with; empty if there is nothing of that kind. */
  lead: string;
  /** On the line below. */
  imports: string;
  /** After all that is asked on that line. */
  trail: string;
}

/** A comment at the very top of a file, such as `@jsx h`, that counts nowhere else. */
const pragma = /^\s*(\/\*[^/]*@|\/\/\/?\s*[<@])/;

/**
 * Variables whose values are known better than their declared types begin as in one file: reads have the narrower type,
 * assignments the declared one, and functions, which may be called after any cell, the declared one too. For
 * the latter each is assigned once more, at the end. Of members more is known outside of functions, as TypeScript has it.
 */
export function scopeLines(
  code: string,
  free: CellNames["free"],
  overlay: Overlay,
): ScopeLines {
  const lead = new Map<string, string>();
  let trail = "";
  for (const [name, { flow }] of pragma.test(code) ? [] : free) {
    const provider = overlay.provider(name);
    if (!provider) continue;
    const narrowed = provider.kind === "variable" && provider.narrowedIn;
    const told = [
      ...(narrowed
        ? [is(`typeof ${scopeOf(endOf(narrowed))}.${name}`, name)]
        : []),
      ...membersKnown(name, provider, flow),
    ];
    if (!told.length) continue;
    lead.set(name, `${declare(name, provider)} ${told.join(" ")}`);
    if (narrowed) trail += ` ${name} = null!;`;
  }
  const others = [...free].filter(([name]) => !lead.has(name));
  return {
    lead: lead.size ? `${[...lead.values()].join(" ")}\n` : "",
    imports: importLine(new Map(others), overlay),
    trail,
  };
}

/** What is known of the members that a cell uses; of text that is still being written, of all. */
function membersKnown(
  name: string,
  { members }: Provider,
  flow: Flow | undefined,
): string[] {
  return [...(members ?? [])]
    .filter(([path]) => !flow || flow.members.has(path))
    .sort(([a], [b]) => a.length - b.length)
    .map(([path, { cell, index }]) =>
      is(`${scopeOf(endOf(cell))}.${memberType(index)}`, name + path),
    );
}

const is = (type: string, place: string) => `__romanescoIs<${type}>(${place});`;

/** A declaration in the cell itself: unlike an import it may be assigned, and more be known of it further down. */
function declare(name: string, provider: Provider): string {
  const keyword = provider.kind === "variable" ? "let" : "const";
  return `declare ${keyword} ${name}: typeof ${sourceOf(provider)}.${name};`;
}

/** The namespace that says most of what a name is, wherever it is used. */
function sourceOf({ cell, kind, narrowedIn }: Provider): string {
  const isFinal = kind === "constant" && narrowedIn !== undefined;
  return scopeOf(isFinal ? endOf(narrowedIn) : moduleOf(cell));
}

/**
 * The line that makes a cell's free names known: aliases of what earlier cells declare.
 * @param free names the cell uses; those that no cell declares are left to the global scope
 */
export function importLine(free: CellNames["free"], overlay: Overlay): string {
  const aliases: string[] = [];
  const declarations: string[] = [];
  for (const [name, { written }] of free) {
    const provider = overlay.provider(name);
    if (!provider) continue;
    const { kind, other, besideType } = provider;
    // An alias cannot be assigned; a declaration can, and its type is checked. It may also stand beside an alias of a type.
    const isVariable = kind === "variable" || kind === "constant";
    if (besideType) aliases.push(alias(name, scopeOf(moduleOf(other!))));
    if (besideType || (written && isVariable))
      declarations.push(declare(name, provider));
    else aliases.push(alias(name, sourceOf(provider)));
  }
  return [...aliases, ...declarations].join(" ");
}

const alias = (name: string, scope: string) =>
  `import ${name} = ${scope}.${name};`;

/** The line that imports symbols by which types call members (`{ [id]: number }`), where the cell itself does not name them. */
export function keyLine(
  types: (string | undefined)[],
  { declared, free }: CellNames,
  overlay: Overlay,
): string {
  const keys = types.flatMap((type) => [
    ...(type?.matchAll(/\[([\w$\u0080-\uffff]+)\]\??[:(]/g) ?? []),
  ]);
  const missing = keys
    .map(([, name]) => name!)
    .filter((name) => !declared.has(name) && !free.has(name));
  return importLine(
    new Map(missing.map((name) => [name, { written: false }])),
    overlay,
  );
}

/** What a name that the cell declares means besides: the type of an earlier cell beside a value here, or the value beside a type. */
export function besideLine(
  beside: CellNames["beside"],
  overlay: Overlay,
): string {
  const lines = [...beside].map(([name, meaning]) => {
    const from = overlay.whereMeant(name, meaning);
    if (!from) return "";
    const { module, generic } = from;
    const scope = scopeOf(module);
    if (meaning === "value")
      return `declare const ${name}: typeof ${scope}.${name};`;
    return generic ? alias(name, scope) : `type ${name} = ${scope}.${name};`;
  });
  return lines.filter(Boolean).join(" ");
}
