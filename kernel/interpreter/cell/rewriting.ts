import type * as ES from "estree";
import type { Reference } from "eslint-scope";
import type MagicString from "magic-string";
import type {
  CellDeclaration,
  CellImport,
  FunctionFacts,
} from "./compiled-cell.ts";
import type { Names } from "./names.ts";
import { isFunction, type Node, type SyntaxTree, walk } from "./syntax-tree.ts";

/** What the passes over one cell share: each reads the tree, edits the text and adds its facts. */
export interface Rewriting {
  tree: SyntaxTree;
  text: MagicString;
  /** The JavaScript as workers get its functions and classes: only what must be changed there too is. */
  travelling: MagicString;
  names: Names;
  /** URLs of modules that the cell knows by other names: `npm:arquero@8`. */
  modules: ReadonlyMap<string, string>;
  /** Every node with its parent, and whether it stands inside a function or class body of the cell. */
  places: Map<ES.Node, Place>;
  imports: CellImport[];
  declarations: CellDeclaration[];
  functions: FunctionFacts[];
  /** Imported name -> the expression that reads it, for the imports of this cell. */
  newImports: Map<string, string>;
  /** The declarations with `using` that were lowered. */
  usings: Node[];
  /** Each `import.meta`. */
  metas: Node[];
  /** The `throw`s whose place is noted. */
  throws: Node[];
  /** Uses of names that may come before the line that declares them. */
  earlyUses: Map<string, Reference[]>;
  /** What stands around the cell's own statements, once its functions have their values. */
  around?: { before: string; after: string };
}

export interface Place {
  parent: Node | undefined;
  key: string;
  /** At the cell's own level: an `await` here is a top-level await. */
  topLevel: boolean;
}

export function findPlaces(tree: SyntaxTree): Map<ES.Node, Place> {
  const places = new Map<ES.Node, Place>();
  for (const statement of tree.body)
    walk(statement, (node, parent, key) => {
      const above = parent && places.get(parent);
      const topLevel =
        !above ||
        (above.topLevel && !isFunction(parent) && parent.type !== "ClassBody");
      places.set(node, { parent, key, topLevel });
    });
  return places;
}

/** Whether it stands in a list of statements, not alone below an `if`, `else` or `do`. */
export function isListed({ parent }: Place): boolean {
  return (
    !parent ||
    /^(BlockStatement|StaticBlock|SwitchCase|Export.*)$/.test(parent.type)
  );
}

/** Line, from 1, and column, from 0, of an offset. */
export function positionOf(
  source: string,
  offset: number,
): { line: number; column: number } {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - starts[low]! };
}

/** Of the last text that was asked about: each function of a cell wants to know its place. */
let known: { source: string; starts: number[] } | undefined;

function lineStarts(source: string): number[] {
  if (known?.source === source) return known.starts;
  const starts = [0];
  for (
    let at = source.indexOf("\n");
    at >= 0;
    at = source.indexOf("\n", at + 1)
  )
    starts.push(at + 1);
  known = { source, starts };
  return starts;
}
