/** As much as can be said without a parser, and most cells are not. */
const inBraces = /^\s*\{[^]*\}\s*$/;

/** Whether a cell may be one object, and is worth parsing for it. */
export function mayBeObject(code: string): boolean {
  return /^\s*\{/.test(code) && inBraces.test(code);
}
