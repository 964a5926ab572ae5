import type { Parsed, Program } from "../cell/parse.ts";
import { childrenOf, type Node } from "../cell/walk.ts";

/** What people write stays far below; TypeScript's server takes minutes for what is far above, and its stack ends too. */
const deepest = 1000;

/** Whether a text is nested so deep that TypeScript's server should not be asked about it. */
export function isDeep({ source, program }: Parsed): boolean {
  // A level takes a character at least.
  if (source.length < deepest) return false;
  return bracketsDeep(source) || (program !== undefined && treeDeep(program));
}

/** Parentheses leave nothing in the tree. Those in strings count too, which harms nobody. */
function bracketsDeep(source: string): boolean {
  let depth = 0;
  for (const [bracket] of source.matchAll(/[()[\]{}]/g)) {
    depth += "([{".includes(bracket) ? 1 : -1;
    if (depth > deepest) return true;
  }
  return false;
}

/** Most statements are too short to be deep. */
function treeDeep({ body }: Program): boolean {
  return body.some(
    (statement) =>
      statement.end - statement.start >= deepest &&
      nodeDeep(statement as unknown as Node),
  );
}

function nodeDeep(top: Node): boolean {
  let level = [top];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((node) => childrenOf(node).map(({ node }) => node));
  }
  return false;
}
