import { type ICommandPalette, showErrorMessage } from "@jupyterlab/apputils";
import type { Cell, NotebookPanel } from "@jupyterlab/notebook";
import { LabIcon } from "@jupyterlab/ui-components";
import { applyEdits } from "./cell-edits.ts";
import type { CellEditors } from "./cell-editors.ts";
import { placeAfter } from "./place-after.ts";
import type { NotebookEditor } from "./notebook-editor.ts";
import type { Commands } from "./run-stale.ts";

/** The menu, the toolbar and the shortcut name them, in `schema/editor.json`. */
const ofCells = "romanesco:format-cells";
const ofNotebook = "romanesco:format-notebook";

const icon = new LabIcon({
  name: "romanesco:format",
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161"><path d="M3 4h18v2H3zm0 14h18v2H3zm8-9.3h10v2H11zm0 4.6h10v2H11zM3 8.5v7l4.5-3.5z"/></g></svg>',
});

/** Gives the cells of a notebook the format that files beside it have. */
export class Format {
  readonly #commands: Commands;
  readonly #editors: CellEditors;
  /** How many times the person has asked to save and it is not yet done. */
  #saving = 0;

  /** @param inHand the notebook in hand, if it is one of our kernel */
  constructor(
    commands: Commands,
    editors: CellEditors,
    inHand: () => NotebookEditor | undefined,
    palette: ICommandPalette | null,
  ) {
    this.#commands = commands;
    this.#editors = editors;
    const add = (
      id: string,
      label: string,
      caption: string,
      cellsOf: (editor: NotebookEditor) => Cell[],
    ) => {
      commands.addCommand(id, {
        label: ({ toolbar }) => (toolbar ? "" : label),
        caption,
        icon,
        isVisible: () => inHand() !== undefined,
        isEnabled: () => inHand() !== undefined,
        execute: async () => {
          const editor = inHand();
          if (editor) await this.#tell(editor, cellsOf(editor));
        },
      });
      palette?.addItem({ command: id, category: "Notebook Cell Operations" });
    };
    add(ofCells, "Format Cell", "Format the selected cells", chosen);
    add(
      ofNotebook,
      "Format All Cells",
      "Format all TypeScript cells",
      ({ codeCells }) => codeCells,
    );
    commands.commandExecuted.connect((_, { id, result }) => {
      if (!id.startsWith("docmanager:save")) return;
      this.#saving++;
      void result.catch(() => {}).then(() => this.#saving--);
    });
  }

  /** The notebook in hand is another, or has another kernel. */
  refresh(): void {
    this.#commands.notifyCommandChanged(ofCells);
    this.#commands.notifyCommandChanged(ofNotebook);
  }

  /**
   * Formats before the person saves; JupyterLab's own saving every two minutes may come in the midst of a line.
   * @param isOn whether that is wanted now
   */
  beforeSaving(editor: NotebookEditor, isOn: () => boolean): void {
    const { context } = editor.panel;
    const save = context.save.bind(context);
    context.save = async () => {
      // The command that saves is told of when it has begun.
      await Promise.resolve();
      if (isOn() && editor.isOurs && this.#saving > 0)
        // Whatever becomes of that, the notebook is saved.
        await Promise.race([
          this.#format(editor, editor.codeCells),
          patience(),
        ]).catch(() => {});
      return save();
    };
  }

  async #tell(editor: NotebookEditor, cells: Cell[]): Promise<void> {
    const problem = await this.#format(editor, cells);
    if (problem) await showErrorMessage("Not formatted", problem);
  }

  /** @returns why it could not be done */
  async #format(
    editor: NotebookEditor,
    cells: Cell[],
  ): Promise<string | undefined> {
    const texts = new Map(
      cells.map(({ model }) => [model.id, model.sharedModel.getSource()]),
    );
    const wanted = [...texts.keys()];
    const answer = await editor.ask({ type: "format", wanted });
    if (!answer) return "The kernel has no answer: try again.";
    const { panel } = editor;
    const unchanged = new Set(
      cells
        .filter((one) => texts.get(one.model.id) === sourceOf(one))
        .map(({ model }) => model.id),
    );
    const { edits = [], problem } = answer;
    this.#keepingPlace(panel, () =>
      applyEdits(
        edits.filter(({ cell }) => unchanged.has(cell)),
        panel,
      ),
    );
    return problem;
  }

  /** The cursor stays at what it was at. */
  #keepingPlace({ content }: NotebookPanel, change: () => void): void {
    const cell = content.activeCell;
    const view = cell && this.#editors.view(cell.model);
    const before = view?.state.doc.toString() ?? "";
    const at = view?.state.selection.main.head ?? 0;
    change();
    const after = view?.state.doc.toString() ?? "";
    if (view && after !== before)
      view.dispatch({ selection: { anchor: placeAfter(before, at, after) } });
  }
}

/** Saving waits no longer than this for a kernel that may be dead. */
function patience(): Promise<void> {
  return new Promise((done) => setTimeout(done, 10_000));
}

function chosen({ codeCells, panel }: NotebookEditor): Cell[] {
  return codeCells.filter((cell) => panel.content.isSelectedOrActive(cell));
}

function sourceOf({ model }: Cell): string {
  return model.sharedModel.getSource();
}
