import { type Magic, markerText } from "../magics/find.ts";
import { positionOf, type Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/**
 * Calls the runtime where the cell has a magic, whose marker has come this far as a statement. What a magic measures is the
 * statement behind it, or all that follow.
 */
export function callMagics(cell: Rewriting, magics: Magic[]): void {
  if (magics.length === 0) return;
  const left = [...magics];
  for (const [index, statement] of cell.tree.body.entries()) {
    if (!isMarker(cell, statement)) continue;
    const magic = left.shift();
    if (!magic) return;
    callMagic(cell, magic, statement, cell.tree.body[index + 1]);
  }
}

function isMarker({ tree }: Rewriting, { start, end }: Node): boolean {
  return tree.source.slice(start, end) === markerText;
}

function callMagic(
  cell: Rewriting,
  magic: Magic,
  marker: Node,
  next: Node | undefined,
): void {
  const { text } = cell;
  // Before the semicolon.
  const end = marker.end - 1;
  switch (magic.word) {
    case "%%time":
      text.update(marker.start, end, "$romanesco.time()");
      text.append("\n;$romanesco.timed();");
      return;
    case "%time":
      text.update(marker.start, end, "$romanesco.time()");
      text.appendRight(next?.end ?? marker.end, ";$romanesco.timed();");
      return;
    case "%timeit":
      text.update(marker.start, end, "void 0");
      repeat(cell, next);
      return;
    default: {
      const { line, column } = positionOf(cell.tree.source, marker.start);
      const args = [magic.word, magic.text, magic.body]
        .map((each) => JSON.stringify(each) ?? "undefined")
        .join(", ");
      text.update(
        marker.start,
        end,
        `await $awaits.guard($romanesco.magic(${args}), ${line}, ${column})`,
      );
    }
  }
}

/** An expression becomes a function, which is then called; of anything else there is only the first time. */
function repeat({ tree, text }: Rewriting, next: Node | undefined): void {
  if (next?.type !== "ExpressionStatement") {
    text.prependLeft(
      next?.start ?? tree.source.length,
      ";$romanesco.timeit();",
    );
    return;
  }
  const source = tree.source.slice(next.start, next.end);
  const end = next.end - (source.endsWith(";") ? 1 : 0);
  const isAsync = /\bawait\b/.test(source);
  text.prependRight(
    next.start,
    `await $awaits.guard($romanesco.timeit(${isAsync ? "async " : ""}() => (`,
  );
  text.appendLeft(end, ")))");
}
