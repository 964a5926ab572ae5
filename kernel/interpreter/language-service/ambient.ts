/** What cells may use without an import, beyond what Node itself has. */
export const ambientDeclarations = `/// <reference types="node" />
/**
 * Shows a value below the cell, as the last value of a cell is shown.
 * @param options.displayId names the output, so that \`updateDisplay\` can change it
 */
declare function display(
  value: unknown,
  options?: { displayId?: string; metadata?: Record<string, unknown> },
): void;
/** Shows another value in the place of the output that was displayed with this id. */
declare function updateDisplay(
  value: unknown,
  options: { displayId: string; metadata?: Record<string, unknown> },
): void;
/**
 * Clears the output of the cell.
 * @param options.wait only once the next output comes (default false)
 */
declare function clearOutput(options?: { wait?: boolean }): void;
/** Asks the person at the front end and waits on the spot; an empty answer is the default. */
declare function prompt(message?: string, defaultAnswer?: string): string;
/**
 * Asks the person at the front end; other work goes on meanwhile.
 * @param options.password hides what is typed (default false)
 */
declare function input(
  prompt?: string,
  options?: { password?: boolean },
): Promise<string>;
`;
