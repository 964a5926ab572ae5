import { findNotebook } from "../notebook.ts";
import { LiveOutputs } from "./live-outputs.ts";

/**
 * A listener as a widget keeps it. A change that code makes calls it there and then, as part of that code. One that comes from
 * a page calls it beside the cells: what it prints and displays, and its errors, stand under the cell that listens.
 * @returns takes whether a page made the change, and what the listener is told
 */
export function asideOf<Values extends unknown[]>(
  listener: (...values: Values) => unknown,
): (byPage: boolean, ...values: Values) => void {
  const notebook = findNotebook();
  if (!notebook) return (_, ...values) => void listener(...values);
  const { sink } = new LiveOutputs(notebook);
  return (byPage, ...values) => {
    if (!byPage) return void listener(...values);
    notebook.aside(sink, async () => {
      try {
        await listener(...values);
      } catch (error) {
        if (!notebook.isStopping) sink.error(error);
      }
    });
  };
}
