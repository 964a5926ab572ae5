import MagicString from "magic-string";
import { findEarlyUses } from "./early-uses.ts";
import type { Names } from "./names.ts";
import { findPlaces, type Rewriting } from "./rewriting.ts";
import type { StrippedCell } from "./strip-types.ts";
import { readTree } from "./syntax-tree.ts";

/** What the passes begin with. */
export function startRewriting(
  { code, program }: StrippedCell,
  names: Names,
  modules: Record<string, string> = {},
): Rewriting {
  const tree = readTree(code, program);
  return {
    tree,
    text: new MagicString(code),
    travelling: new MagicString(code),
    names,
    modules: new Map(Object.entries(modules)),
    places: findPlaces(tree),
    imports: [],
    declarations: [],
    functions: [],
    newImports: new Map(),
    usings: [],
    metas: [],
    throws: [],
    earlyUses: findEarlyUses(tree),
  };
}
