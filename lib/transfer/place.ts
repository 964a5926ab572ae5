import { SourceMap } from "node:module";
import { basename } from "node:path";

/** `cell [3], line 2`, as the cell was written. */
export function describePlace(
  { file, line, column }: { file: string; line: number; column: number },
  sourceMap: string | undefined,
): string {
  const entry =
    sourceMap !== undefined &&
    new SourceMap(JSON.parse(sourceMap)).findEntry(line - 1, column);
  const written =
    entry && "originalLine" in entry ? entry.originalLine + 1 : line;
  return `${basename(file)}, line ${written}`;
}
