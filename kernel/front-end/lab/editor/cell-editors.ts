import { Compartment, type Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin } from "@codemirror/view";

/** What an editor shows: JupyterLab's model of a cell or a file. */
type Model = object;

interface CellEditor {
  view: EditorView;
  /** A place for what notebooks of our kernel alone get. */
  place: Compartment;
}

/** The editors that JupyterLab has made, by what they show. It makes that of a cell when the cell comes into view. */
export class CellEditors {
  readonly #editors = new Map<Model, CellEditor>();

  /** Part of every editor; it does nothing until it is told to. */
  extensionFor(model: Model): Extension {
    const place = new Compartment();
    const editors = this.#editors;
    return [
      place.of([]),
      ViewPlugin.define((view) => {
        editors.set(model, { view, place });
        return {
          destroy() {
            if (editors.get(model)?.view === view) editors.delete(model);
          },
        };
      }),
    ];
  }

  view(model: Model): EditorView | undefined {
    return this.#editors.get(model)?.view;
  }

  /** Gives an editor what it is to have beside JupyterLab's own; the same again changes nothing. */
  equip(model: Model, extension: Extension): void {
    const editor = this.#editors.get(model);
    if (!editor) return;
    const { view, place } = editor;
    if (place.get(view.state) !== extension)
      view.dispatch({ effects: place.reconfigure(extension) });
  }
}
