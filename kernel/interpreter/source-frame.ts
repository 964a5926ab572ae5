/** The lines around a place in a cell or a file, with a caret under the column. Line from 1, column from 1. */
export function sourceFrame(
  source: string,
  label: string,
  line: number,
  column: number,
): string[] {
  const lines = source.split("\n");
  const width = String(Math.min(line + 1, lines.length)).length;
  const shown: string[] = [`${label}, line ${line}:`];
  for (
    let each = Math.max(1, line - 1);
    each <= Math.min(line + 1, lines.length);
    each++
  ) {
    const marker = each === line ? ">" : " ";
    shown.push(
      `${marker} ${String(each).padStart(width)} | ${lines[each - 1]}`,
    );
    if (each === line) {
      // A tab stays a tab, so that the caret stands under its column in any front end.
      const indent = lines[each - 1]!.slice(0, column - 1).replace(
        /[^\t]/g,
        " ",
      );
      shown.push(`  ${" ".repeat(width)} | ${indent}^`);
    }
  }
  return shown;
}
