import { findNotebook } from "../notebook.ts";
import { LiveOutputs } from "./live-outputs.ts";

/** A listener as a widget keeps it: takes whether a page made the change, and what the listener is told. */
export type Told<Values extends unknown[]> = (
  byPage: boolean,
  ...values: Values
) => void;

/**
 * Has a widget tell a listener. A change that code makes calls it there and then, as part of that code. One that comes from
 * a page calls it beside the cells: what it prints and displays, and its errors, stand under the cell that listens. When that
 * cell runs again, the listening ends.
 * @param attach has the widget tell it, and returns what ends that
 * @returns a function that ends that
 */
export function listen<Values extends unknown[]>(
  listener: (...values: Values) => unknown,
  attach: (told: Told<Values>) => () => void,
): () => void {
  const notebook = findNotebook();
  if (!notebook) return attach((_, ...values) => void listener(...values));
  const { attached } = notebook;
  const outputs = new LiveOutputs(notebook);
  // What it attaches in its turn is the cell's as well.
  const sink = { ...outputs.sink, attached };
  const detach = attach((byPage, ...values) => {
    if (!byPage) return void listener(...values);
    notebook.aside(sink, async () => {
      try {
        await listener(...values);
      } catch (error) {
        if (!notebook.isStopping) sink.error(error);
      }
    });
  });
  const replaced = () => {
    detach();
    outputs.end();
  };
  attached.add(replaced);
  return () => {
    attached.delete(replaced);
    detach();
  };
}

/** Keeps a listener in a set until it ends. */
export function keepIn<Each>(set: Set<Each>): (each: Each) => () => void {
  return (each) => {
    set.add(each);
    return () => void set.delete(each);
  };
}
