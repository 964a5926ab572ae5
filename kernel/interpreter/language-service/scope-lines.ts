import type { CellNames } from "./names.ts";
import {
  endOf,
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
 * the latter each is assigned once more, at the end.
 */
export function scopeLines(
  code: string,
  free: CellNames["free"],
  overlay: Overlay,
): ScopeLines {
  const narrowed = new Map<string, Provider>();
  for (const name of free.keys()) {
    const provider = overlay.provider(name);
    if (provider?.kind !== "variable" || !provider.narrowedIn) continue;
    if (!pragma.test(code)) narrowed.set(name, provider);
  }
  const others = [...free].filter(([name]) => !narrowed.has(name));
  const lead = [...narrowed].map(
    ([name, { cell, narrowedIn }]) =>
      `declare let ${name}: typeof ${scopeOf(moduleOf(cell))}.${name}; ` +
      `__romanescoIs<typeof ${scopeOf(endOf(narrowedIn!))}.${name}>(${name});`,
  );
  return {
    lead: lead.length ? `${lead.join(" ")}\n` : "",
    imports: importLine(new Map(others), overlay),
    trail: [...narrowed.keys()].map((name) => ` ${name} = null!;`).join(""),
  };
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
    const { cell, kind, narrowedIn } = provider;
    const isFinal = kind === "constant" && narrowedIn !== undefined;
    const scope = scopeOf(isFinal ? endOf(narrowedIn) : moduleOf(cell));
    // An alias cannot be assigned; a declaration can, and its type is checked.
    if (written && (kind === "variable" || kind === "constant"))
      declarations.push(
        `declare ${kind === "constant" ? "const" : "let"} ${name}: typeof ${scope}.${name};`,
      );
    else aliases.push(`import ${name} = ${scope}.${name};`);
  }
  return [...aliases, ...declarations].join(" ");
}
