/** What cells may use without an import, beyond what Node itself has. */
export const ambientDeclarations = `
/** Values by MIME type, with metadata. */
interface DisplayOptions {
  /** Names the output, so that \`updateDisplay\` or another \`display\` can change it. */
  displayId?: string;
  metadata?: Record<string, unknown>;
}
/** Shows a value below the cell, as the last value of a cell is shown. */
declare function display(value: unknown, options?: DisplayOptions): void;
/** Shows another value in the place of the output that was displayed with this id. */
declare function updateDisplay(value: unknown, displayId: string): void;
/** Clears the output of the cell. With \`wait\`, only once the next output comes. */
declare function clearOutput(options?: { wait?: boolean }): void;
`;
