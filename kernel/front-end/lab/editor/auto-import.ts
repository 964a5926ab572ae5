import type { ICompletionProviderManager } from "@jupyterlab/completer";
import { applyEdits } from "./cell-edits.ts";
import type { CellEditors } from "./cell-editors.ts";
import type { NotebookEditor } from "./notebook-editor.ts";

/**
 * Imports a name that was taken from the list of completions and needs it. Of a name that several modules export nobody knows
 * here which was meant: that is asked below its mark.
 */
export function importChosen(
  manager: ICompletionProviderManager | null,
  editors: CellEditors,
  inHand: () => NotebookEditor | undefined,
): void {
  // JupyterLab tells of what is chosen before it writes it.
  manager?.selected?.connect((_, { insertText }) =>
    setTimeout(() => {
      const editor = inHand();
      if (editor && /^[\w$]+$/.test(insertText))
        void importIn(editor, editors, insertText);
    }),
  );
}

async function importIn(
  editor: NotebookEditor,
  editors: CellEditors,
  name: string,
): Promise<void> {
  const { panel } = editor;
  const cell = panel.content.activeCell;
  const view = cell && editors.view(cell.model);
  if (!view) return;
  const { sharedModel, id } = cell.model;
  const at = view.state.selection.main.head;
  const code = sharedModel.getSource();
  if (code.slice(at - name.length, at) !== name) return;
  const answer = await editor.ask({ type: "complete", cell: id, at });
  const { offers = [] } = answer?.completions ?? {};
  const meant = offers.filter(({ text }) => text === name);
  const [edits] = meant.map((one) => one.edits);
  if (meant.length !== 1 || !edits || sharedModel.getSource() !== code) return;
  applyEdits(
    edits.map((edit) => ({ ...edit, cell: id })),
    panel,
  );
}
