const canStart = /^[\p{ID_Start}$_]/u;
const canContinue = /^[\p{ID_Continue}$\u200c\u200d]/u;

/** A longer word is data, such as a picture in base64; nobody completes it or asks what it is. */
const longestName = 1000;

/**
 * Where the identifier that ends at the cursor begins; the cursor itself if there is none. Walks back from the cursor: an
 * expression that ends in `$` is tried from every place of the text, which takes seconds in a long word.
 */
export function identifierBefore(code: string, cursor: number): number {
  let start = cursor;
  for (let at = cursor; at > 0;) {
    if (cursor - at > longestName) return cursor;
    at -= isPairBefore(code, at) ? 2 : 1;
    const character = String.fromCodePoint(code.codePointAt(at)!);
    if (!canContinue.test(character)) break;
    // Digits go on with a name and don't begin one.
    if (canStart.test(character)) start = at;
  }
  return start < cursor && code[start - 1] === "#" ? start - 1 : start;
}

/** The identifier that the cursor is in, or at an end of. */
export function identifierAt(
  code: string,
  cursor: number,
): { start: number; text: string } | undefined {
  const start = identifierBefore(code, cursor);
  const text = code.slice(start, identifierEnd(code, cursor));
  return text === "" ? undefined : { start, text };
}

/** Where the identifier that the cursor is in ends; the cursor itself if there is none, or one that is data. */
export function identifierEnd(code: string, cursor: number): number {
  for (let end = cursor; end - cursor <= longestName;) {
    const point = code.codePointAt(end);
    if (point === undefined) return end;
    const character = String.fromCodePoint(point);
    if (!canContinue.test(character)) return end;
    end += character.length;
  }
  return cursor;
}

function isPairBefore(code: string, at: number): boolean {
  return at > 1 && code.codePointAt(at - 2)! > 0xffff;
}
