import type { Position } from "vscode-languageserver-protocol";

/** Line and character, both from 0, of a UTF-16 index. */
export function positionAt(code: string, offset: number): Position {
  const end = Math.min(offset, code.length);
  let line = 0;
  let start = 0;
  for (;;) {
    const at = code.indexOf("\n", start);
    if (at < 0 || at >= end) return { line, character: end - start };
    line++;
    start = at + 1;
  }
}

/** UTF-16 index of a line and character. */
export function offsetAt(code: string, { line, character }: Position): number {
  let start = 0;
  for (let above = 0; above < line; above++) {
    const at = code.indexOf("\n", start);
    if (at < 0) return code.length + character;
    start = at + 1;
  }
  return start + character;
}
