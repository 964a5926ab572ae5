import {
  INotebookTracker,
  NotebookActions,
  type FinishedRun,
  type NotebookPanel,
} from "@jupyterlab/notebook";
import type { Contents } from "./course.ts";
import { NotebookIndex } from "./notebook-index.ts";
import { readProgress } from "./progress.ts";

interface Application {
  readonly serviceManager: { readonly contents: Contents };
  readonly commands: { execute(id: string, args: object): Promise<unknown> };
}

/**
 * The index of a notebook that keeps its progress: what was run of it, and which answers are right. Notebooks of the
 * lecture ask for one by `romanesco.progress` in their metadata; others are left as they are.
 */
export const progressPlugin = {
  id: "romanesco-labextension:progress",
  description: "Keeps in a lecture's notebook what was run and answered",
  autoStart: true,
  requires: [INotebookTracker],
  activate(application: Application, tracker: INotebookTracker): void {
    const indexes: Indexes = new Map();
    const visit = (panel: NotebookPanel) =>
      void addIndex(panel, indexes, application);
    tracker.forEach(visit);
    tracker.widgetAdded.connect((_, panel) => visit(panel));
    NotebookActions.executed.connect((_, run) => note(run, indexes));
  },
};

type Indexes = Map<NotebookPanel["content"], NotebookIndex>;

async function addIndex(
  panel: NotebookPanel,
  indexes: Indexes,
  { serviceManager, commands }: Application,
): Promise<void> {
  await panel.context.ready;
  const { content } = panel;
  if (readProgress(content.model?.getMetadata("romanesco")) === undefined)
    return;
  const index = new NotebookIndex(panel, {
    contents: serviceManager.contents,
    open: (path) => void commands.execute("docmanager:open", { path }),
  });
  indexes.set(content, index);
  panel.disposed.connect(() => indexes.delete(content));
}

function note({ notebook, cell, success }: FinishedRun, indexes: Indexes) {
  const tags = cell.model.getMetadata("tags");
  const mayFail = Array.isArray(tags) && tags.includes("raises-exception");
  if (cell.model.type === "code" && (success || mayFail))
    indexes.get(notebook)?.note(cell.model);
}
