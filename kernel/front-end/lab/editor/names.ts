import { InputDialog, showErrorMessage } from "@jupyterlab/apputils";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { applyEdits, undoEdits } from "./cell-edits.ts";
import type { NotebookEditor } from "./notebook-editor.ts";
import { references } from "./references.ts";
import type { Show } from "./show-place.ts";

/** F12 and Ctrl-click go to the definition of a name, Shift-F12 lists where it is used, F2 gives it another. */
export function nameKeys(
  cell: string,
  notebook: NotebookEditor,
  show: Show,
): Extension {
  const go = async (at: number) => {
    const answer = await notebook.ask({ type: "definition", cell, at });
    const [place] = answer?.places ?? [];
    if (place) await show(place);
  };
  return Prec.highest([
    references(cell, notebook, show),
    keymap.of([
      {
        key: "F12",
        preventDefault: true,
        run: ({ state }) => {
          void go(state.selection.main.head);
          return true;
        },
      },
      {
        key: "F2",
        preventDefault: true,
        run: (view) => {
          void rename(cell, view, notebook);
          return true;
        },
      },
      { key: "Mod-z", run: () => undoEdits(notebook.panel) },
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0)
          return false;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (at === null) return false;
        void go(at);
        return true;
      },
    }),
  ]);
}

async function rename(
  cell: string,
  view: EditorView,
  notebook: NotebookEditor,
): Promise<void> {
  const { state } = view;
  const at = state.selection.main.head;
  const word = state.wordAt(at);
  if (!word) return;
  const before = state.sliceDoc(word.from, word.to);
  const { value } = await InputDialog.getText({
    title: `Rename '${before}' in all cells`,
    text: before,
  });
  if (value !== null && value !== before) {
    const question = { type: "rename" as const, cell, at, name: value };
    const answer = await notebook.ask(question);
    if (answer?.edits) applyEdits(answer.edits, notebook.panel);
    else if (answer)
      await showErrorMessage(
        `'${before}' stays`,
        answer.problem ?? "There was no answer in time: try again.",
      );
  }
  notebook.panel.content.mode = "edit";
  view.focus();
}
