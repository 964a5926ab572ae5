import { ICommandPalette } from "@jupyterlab/apputils";
import type { LabIcon } from "@jupyterlab/ui-components";
import { type INotebookTracker, NotebookActions } from "@jupyterlab/notebook";
import type { CellTies } from "./cell-ties.ts";

export interface Commands {
  addCommand(
    id: string,
    options: {
      /** In a toolbar one that has an icon has no other. */
      label: string | ((args: { toolbar?: boolean }) => string);
      caption: string;
      icon?: LabIcon;
      isEnabled?(): boolean;
      isVisible?(): boolean;
      execute(): unknown;
    },
  ): void;
  /** Those that show it ask anew how it stands. */
  notifyCommandChanged(id: string): void;
  /** A command has begun. */
  readonly commandExecuted: {
    connect(
      slot: (
        sender: unknown,
        run: { id: string; result: Promise<unknown> },
      ) => void,
    ): void;
  };
  execute(id: string, args: object): Promise<unknown>;
}

/** The menu names it, in `schema/editor.json`. */
const id = "romanesco:run-stale-cells";

/** Run, Run Stale Cells: in the order of the document, with those that they make stale. */
export function addRunStale(
  commands: Commands,
  palette: ICommandPalette | null,
  tracker: INotebookTracker,
  ties: () => CellTies | undefined,
): void {
  commands.addCommand(id, {
    label: "Run Stale Cells",
    caption:
      "Run, in order, the cells whose names were set anew since they ran",
    isEnabled: () => (ties()?.stale.length ?? 0) > 0,
    async execute() {
      const panel = tracker.currentWidget;
      const stale = (await ties()?.findStale()) ?? [];
      if (panel && stale.length)
        await NotebookActions.runCells(
          panel.content,
          stale,
          panel.sessionContext,
        );
    },
  });
  palette?.addItem({ command: id, category: "Notebook Cell Operations" });
}
