import { InputDialog, showErrorMessage } from "@jupyterlab/apputils";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { Cell } from "@jupyterlab/notebook";
import type { Edit, Place } from "../../../interpreter/editor.ts";
import type { CellEditors } from "./cell-editors.ts";
import type { NotebookEditor } from "./notebook-editor.ts";

/** Opens a file by its path on Jupyter's server. */
export type OpenFile = (path: string) => Promise<unknown>;

/** A rename that can be taken back in all its cells at once: their texts after it, by cell. */
type Renamed = Map<Cell["model"], string>;

const renames = new WeakMap<NotebookEditor, Renamed>();

/** F12 and Ctrl-click go to the definition of a name, F2 gives it another. */
export function nameKeys(
  cell: string,
  notebook: NotebookEditor,
  editors: CellEditors,
  openFile: OpenFile,
): Extension {
  const go = async (at: number) => {
    const answer = await notebook.ask({ type: "definition", cell, at });
    const [place] = answer?.places ?? [];
    if (place) await show(place, notebook, editors, openFile);
  };
  return Prec.highest([
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

async function show(
  place: Place,
  { panel }: NotebookEditor,
  editors: CellEditors,
  openFile: OpenFile,
): Promise<void> {
  if ("path" in place) {
    const folder = panel.context.path.split("/").slice(0, -1);
    const path = [...folder, place.path].join("/");
    if (!/^(\/|\.\.\/)|^\w:/.test(place.path)) return void openFile(path);
    return showErrorMessage("Definition", `It is in ${place.path}.`);
  }
  const { content } = panel;
  const index = content.widgets.findIndex(
    ({ model }) => model.id === place.cell,
  );
  const model = content.widgets[index]?.model;
  if (!model) return;
  content.activeCellIndex = index;
  await content.scrollToItem(index, "smart");
  content.mode = "edit";
  const view = editors.view(model);
  view?.focus();
  view?.dispatch({
    selection: { anchor: place.from, head: place.to },
    scrollIntoView: true,
  });
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
