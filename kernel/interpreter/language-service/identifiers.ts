const identifierEnd = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const identifierStart = /^[\p{ID_Continue}$\u200c\u200d]*/u;

/** Where the identifier that ends at the cursor begins; the cursor itself if there is none. */
export function identifierBefore(code: string, cursor: number): number {
  return identifierEnd.exec(code.slice(0, cursor))?.index ?? cursor;
}

/** The identifier that the cursor is in, or at an end of. */
export function identifierAt(
  code: string,
  cursor: number,
): { start: number; text: string } | undefined {
  const start = identifierBefore(code, cursor);
  const rest = identifierStart.exec(code.slice(cursor))?.[0] ?? "";
  const text = code.slice(start, cursor) + rest;
  return text === "" ? undefined : { start, text };
}
