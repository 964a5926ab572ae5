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
const modes: readonly string[] = ["error", "warn", "off"];

/** Reads what a cell says about type checking. */
export function typesDirective(code: string): TypesDirective {
  const directive: TypesDirective = {};
  for (const match of code.matchAll(typesLine)) {
    const word = (match[1] ?? "").replace(/\/\/.*/, "").trim();
    if (modes.includes(word)) directive.notebook = word as TypesMode;
    else
      directive.problem = `%types ${word}: unknown setting. Write %types error, %types warn or %types off.`;
  }
  if (hasNoCheck(code)) directive.cell = "off";
  return directive;
}

/** The cell with its `%types` lines turned to spaces: everything else keeps its line and column. */
export function blankDirectives(code: string): string {
  return code.replace(typesLine, (line) => " ".repeat(line.length));
}

/** As in a file, the comment counts only above the first statement. */
function hasNoCheck(code: string): boolean {
  for (const line of blankDirectives(code).split("\n")) {
    const text = line.trim();
    if (/^\/\/\/?\s*@ts-nocheck\b/.test(text)) return true;
    if (text !== "" && !text.startsWith("//")) return false;
  }
  return false;
}
