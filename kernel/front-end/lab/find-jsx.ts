import type { Tree } from "@lezer/common";

/** What JupyterLab's editor reads a text with. */
interface Parser {
  parse(text: string): Tree;
}

/** A closing tag, or one that closes itself. */
const closing = /<\/[\w$.:-]*\s*>|\/>/;

/** Longer texts are not looked through at each key that is pressed. */
const mostCharacters = 100_000;

/**
 * Whether a text is to be read as TSX: it has a tag, and makes no less sense so. `<T>x` is a cast in TypeScript and an
 * element in TSX, and a tag may stand in a string.
 */
export function findJsx(
  text: string,
  parsers: { typescript: Parser; tsx: Parser },
): boolean {
  if (text.length > mostCharacters || !closing.test(text)) return false;
  const { typescript, tsx } = parsers;
  const mistakes = countMistakes(tsx.parse(text));
  return mistakes === 0 || mistakes < countMistakes(typescript.parse(text));
}

function countMistakes(tree: Tree): number {
  let count = 0;
  tree.iterate({
    enter: ({ type }) => {
      if (type.isError) count++;
    },
  });
  return count;
}
