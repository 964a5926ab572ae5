import { findNotebook } from "../notebook.ts";
import { LiveOutputs } from "./live-outputs.ts";

/** While a page's change is told: those who listen are called beside the cells. */
let fromPage = false;

/** Tells those who listen of what a page has changed. */
export function tellFromPage(tell: () => void): void {
  const before = fromPage;
  fromPage = true;
  try {
    tell();
  } finally {
    fromPage = before;
  }
}

/**
 * A listener as a widget keeps it. A change that code makes calls it there and then, as part of that code. One that comes from
 * a page calls it beside the cells: what it prints and displays, and its errors, stand under the cell that listens.
 */
export function asideOf<Values extends unknown[]>(
  listener: (...values: Values) => unknown,
): (...values: Values) => void {
  const notebook = findNotebook();
  if (!notebook) return (...values) => void listener(...values);
  const outputs = new LiveOutputs(notebook);
  return (...values) => {
    if (!fromPage) return void listener(...values);
    notebook.aside(outputs, async () => {
      try {
        await listener(...values);
      } catch (error) {
        outputs.error(error);
      }
    });
  };
}
