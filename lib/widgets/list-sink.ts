import type { AsideOutput, Notebook } from "../notebook.ts";
import type { OutputList } from "./output-list.ts";

/** Takes what work beside the cells makes, and its error. */
export interface Sink extends AsideOutput {
  /** Shows an error, with the lines of the cells that it went through. */
  error(error: unknown): void;
}

/** Puts it into a list. @param changed what the list holds is to be shown */
export function sinkInto(
  list: OutputList,
  notebook: Notebook,
  changed: () => void,
): Sink {
  return {
    stream(name, text) {
      list.addText(name, text);
      changed();
    },
    display(data, { metadata, displayId, update }) {
      if (!update) list.addDisplay(data, metadata, displayId);
      else if (!list.update(displayId ?? "", data, metadata)) return false;
      changed();
      return true;
    },
    clear(wait) {
      list.clear(wait);
      if (!wait) changed();
    },
    error(error) {
      const [name, message] =
        error instanceof Error
          ? [error.name, error.message]
          : ["Error", String(error)];
      list.addError(name, message, notebook.describe(error));
      changed();
    },
  };
}
