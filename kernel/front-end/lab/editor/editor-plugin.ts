import { ICommandPalette } from "@jupyterlab/apputils";
import { ICompletionProviderManager } from "@jupyterlab/completer";
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry,
} from "@jupyterlab/codemirror";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import type { Widget } from "@lumino/widgets";
import { importChosen } from "./auto-import.ts";
import { CellEditors } from "./cell-editors.ts";
import { addTiesStyle, CellTies } from "./cell-ties.ts";
import { Format } from "./format.ts";
import { drawWith, hoverHelp, signatureHelp } from "./hover.ts";
import { nameKeys } from "./names.ts";
import { type HelpFor, NotebookEditor } from "./notebook-editor.ts";
import { addRunStale, type Commands } from "./run-stale.ts";
import { type OpenFile, showIn } from "./show-place.ts";
import { VariablesPanel } from "./variables-panel.ts";

interface Application {
  readonly commands: Commands;
  readonly shell: {
    add(widget: Widget, area: "right", options: { rank: number }): void;
  };
}

interface OpenNotebook {
  editor: NotebookEditor;
  ties: CellTies;
}

const id = "romanesco-labextension:editor";

/** Says in the cells what is wrong while they are written, what names are, where they come from, and which cells are stale. */
export const editorPlugin = {
  id,
  description: "Errors, documentation and names in TypeScript cells",
  autoStart: true,
  requires: [IEditorExtensionRegistry, INotebookTracker, IRenderMimeRegistry],
  optional: [ISettingRegistry, ICommandPalette, ICompletionProviderManager],
  activate(
    { commands, shell }: Application,
    extensions: IEditorExtensionRegistry,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    settings: ISettingRegistry | null,
    palette: ICommandPalette | null,
    completions: ICompletionProviderManager | null,
  ): void {
    const wanted = { marks: true, stale: true, formatOnSave: false };
    const editors = addEditors(extensions);
    const helpFor = helpWith(rendermime, editors, commands);
    const all = new Map<NotebookPanel, OpenNotebook>();
    const visit = async (panel: NotebookPanel) => {
      await panel.context.ready;
      const isOn = () => wanted.marks;
      const editor = new NotebookEditor(panel, editors, isOn, helpFor);
      all.set(panel, {
        editor,
        ties: new CellTies(editor, () => wanted.stale),
      });
      editor.follow(() => variables.refresh());
      editor.follow(async () => format.refresh());
      format.beforeSaving(editor, () => wanted.formatOnSave);
      panel.disposed.connect(() => void all.delete(panel));
    };
    const inHand = () => {
      const editor = openNotebook(tracker, all)?.editor;
      return editor?.isOurs ? editor : undefined;
    };
    const variables = new VariablesPanel(inHand);
    shell.add(variables, "right", { rank: 900 });
    const format = new Format(commands, editors, inHand, palette);
    importChosen(completions, editors, inHand);
    tracker.currentChanged.connect(() => {
      format.refresh();
      void variables.refresh();
    });
    tracker.forEach((panel) => void visit(panel));
    tracker.widgetAdded.connect((_, panel) => void visit(panel));
    addTiesStyle();
    addRunStale(
      commands,
      palette,
      tracker,
      () => openNotebook(tracker, all)?.ties,
    );
    void follow(settings, (set) => {
      wanted.marks = set["marks"] !== false;
      wanted.stale = set["stale"] !== false;
      wanted.formatOnSave = set["formatOnSave"] === true;
      for (const { editor } of all.values()) editor.refresh();
    });
  },
};

async function follow(
  settings: ISettingRegistry | null,
  read: (set: Record<string, unknown>) => void,
): Promise<void> {
  const loaded = await settings?.load(id);
  loaded?.changed.connect(() => read(loaded.composite));
  if (loaded) read(loaded.composite);
}

function openNotebook(
  { currentWidget }: INotebookTracker,
  all: ReadonlyMap<NotebookPanel, OpenNotebook>,
): OpenNotebook | undefined {
  return currentWidget ? all.get(currentWidget) : undefined;
}

function addEditors(extensions: IEditorExtensionRegistry): CellEditors {
  const editors = new CellEditors();
  extensions.addExtension({
    name: "romanesco:editor",
    factory: ({ model }) =>
      EditorExtensionRegistry.createImmutableExtension(
        editors.extensionFor(model),
      ),
  });
  return editors;
}

function helpWith(
  rendermime: IRenderMimeRegistry,
  editors: CellEditors,
  commands: Commands,
): HelpFor {
  const draw = drawWith(rendermime);
  const openFile: OpenFile = (path) =>
    commands.execute("docmanager:open", { path }) as ReturnType<OpenFile>;
  return (cell, notebook) => [
    hoverHelp(cell, notebook, draw),
    signatureHelp(cell, notebook, draw),
    nameKeys(cell, notebook, showIn(notebook.panel, editors, openFile)),
  ];
}
