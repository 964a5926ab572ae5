import type { Cell, NotebookPanel } from "@jupyterlab/notebook";
import type { Edit } from "../../../interpreter/editor.ts";

/** Edits that can be taken back in all their cells at once: the cells' texts after them. */
type Edited = Map<Cell["model"], string>;

const newest = new WeakMap<NotebookPanel, Edited>();

/** Applies edits to the cells of a notebook, as one step of undo. */
export function applyEdits(edits: readonly Edit[], panel: NotebookPanel): void {
  const after: Edited = new Map();
  for (const { model } of panel.content.widgets) {
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
  newest.set(panel, after);
}

/** JupyterLab undoes in each cell by itself; edits that nothing came after are undone in all of their cells. */
export function undoEdits(panel: NotebookPanel): boolean {
  const after = newest.get(panel);
  newest.delete(panel);
  if (!after?.size) return false;
  const isLast = [...after].every(
    ([{ sharedModel }, text]) => sharedModel.getSource() === text,
  );
  if (!isLast) return false;
  for (const { sharedModel } of after.keys()) sharedModel.undo();
  return true;
}
