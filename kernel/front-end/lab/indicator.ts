import { IToolbarWidgetRegistry } from "@jupyterlab/apputils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import { drawSeldom } from "./draw-seldom.ts";

/**
 * The circle in a notebook's toolbar that says whether its kernel is busy. JupyterLab draws it anew with every message to the
 * kernel, and then goes through all of the toolbar for what can have the focus: at each step of a slider, while its figure waits.
 */
export const indicatorPlugin = {
  id: "romanesco-labextension:indicator",
  description: "Draws the circle of a busy kernel a few times a second at most",
  autoStart: true,
  // The tracker comes after JupyterLab's own items for the toolbar, and before any notebook.
  requires: [IToolbarWidgetRegistry, INotebookTracker],
  activate(_: unknown, registry: IToolbarWidgetRegistry): void {
    const make = registry.addFactory(
      "Notebook",
      "executionProgress",
      (panel) => {
        const item = make?.(panel) ?? new Widget();
        drawSeldom(item);
        return item;
      },
    );
  },
};
