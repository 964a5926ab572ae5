import { withoutHashbang } from "../cell/hashbang.ts";
import { blankMagics } from "../magics/find.ts";

/** What becomes of type errors: `error` keeps the cell from running, `warn` shows them, `off` does not look. */
export type TypesMode = "error" | "warn" | "off";

export interface TypesDirective {
  /** `%types` sets it for the notebook from this cell on; the last such line counts. */
  notebook?: TypesMode;
  /** `// @ts-nocheck` sets it for this cell alone. */
  cell?: "off";
  /** What is wrong with a `%types` line, to show to the person; the line then changes nothing. */
  problem?: string;
}

const typesLine = /^[ \t]*%types\b(.*)$/gm;
const mark = "%types";
const longestWord = 100;
const modes: readonly string[] = ["error", "warn", "off"];

/** Reads what a cell says about type checking. */
export function typesDirective(code: string): TypesDirective {
  const directive: TypesDirective = {};
  const lines = code.includes(mark) ? code.matchAll(typesLine) : [];
  for (const match of lines) {
    const word = (match[1] ?? "").replace(/\/\/.*/, "").trim();
    if (modes.includes(word)) directive.notebook = word as TypesMode;
    else
      directive.problem = `%types ${word.slice(0, longestWord)}: unknown setting. Write %types error, %types warn or %types off.`;
  }
  if (hasNoCheck(code)) directive.cell = "off";
  return directive;
}

/**
 * The cell as TypeScript: its `%types` lines and other magics turned to spaces, and a first line that begins with `# ` to a
 * comment. Everything keeps its line and column.
 */
export function blankDirectives(code: string): string {
  return blankMagics(blankTypes(code));
}

/** The same with its magics as they are. */
export function blankTypes(code: string): string {
  const text = withoutHashbang(code);
  // Nearly all cells have none, and some are megabytes long.
  if (!text.includes(mark)) return text;
  return text.replace(typesLine, (line) => " ".repeat(line.length));
}

/** As in a file, the comment counts only above the first statement: empty lines, comments and directives. */
function hasNoCheck(code: string): boolean {
  if (!code.includes("@ts-nocheck")) return false;
  const text = blankDirectives(code);
  for (let at = skipSpace(text, 0); text.startsWith("//", at);) {
    const end = text.indexOf("\n", at);
    const line = end < 0 ? text.slice(at) : text.slice(at, end);
    if (/^\/\/\/?\s*@ts-nocheck\b/.test(line)) return true;
    at = skipSpace(text, at + line.length);
  }
  return false;
}

function skipSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  space.exec(text);
  return space.lastIndex;
}
