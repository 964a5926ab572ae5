import { InputDialog, showErrorMessage } from "@jupyterlab/apputils";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { Cell } from "@jupyterlab/notebook";
import type { Edit } from "../../../interpreter/editor.ts";
import type { NotebookEditor } from "./notebook-editor.ts";
import { references } from "./references.ts";
import type { Show } from "./show-place.ts";

/** A rename that can be taken back in all its cells at once: their texts after it, by cell. */
type Renamed = Map<Cell["model"], string>;

const renames = new WeakMap<NotebookEditor, Renamed>();

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
      { key: "Mod-z", run: () => undoRename(notebook) },
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
    if (answer?.edits) apply(answer.edits, notebook);
    else if (answer)
      await showErrorMessage(
        `'${before}' stays`,
        answer.problem ?? "There was no answer in time: try again.",
      );
  }
  notebook.panel.content.mode = "edit";
  view.focus();
}

function apply(edits: readonly Edit[], notebook: NotebookEditor): void {
  const after: Renamed = new Map();
  for (const { model } of notebook.panel.content.widgets) {
    const own = edits
      .filter(({ cell }) => cell === model.id)
      .sort((a, b) => b.from - a.from);
    if (own.length === 0) continue;
    const { sharedModel } = model;
    sharedModel.transact(() => {
      for (const { from, to, text } of own)
        sharedModel.updateSource(from, to, text);
    });
    after.set(model, sharedModel.getSource());
  }
  renames.set(notebook, after);
}

/** JupyterLab undoes in each cell by itself; a rename that nothing came after is undone in all of its cells. */
function undoRename(notebook: NotebookEditor): boolean {
  const after = renames.get(notebook);
  renames.delete(notebook);
  if (!after?.size) return false;
  const isLast = [...after].every(
    ([{ sharedModel }, text]) => sharedModel.getSource() === text,
  );
  if (!isLast) return false;
  for (const { sharedModel } of after.keys()) sharedModel.undo();
  return true;
}
