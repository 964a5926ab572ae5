import type { Position } from "vscode-languageserver-protocol";

/** Line and character, both from 0, of a UTF-16 index. */
export function positionAt(code: string, offset: number): Position {
  const before = code.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** UTF-16 index of a line and character. */
export function offsetAt(code: string, { line, character }: Position): number {
  const lines = code.split("\n").slice(0, line);
  return lines.reduce((sum, text) => sum + text.length + 1, character);
}
