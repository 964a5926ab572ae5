import { ICommandPalette } from "@jupyterlab/apputils";
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry,
} from "@jupyterlab/codemirror";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import type { Widget } from "@lumino/widgets";
import { CellEditors } from "./cell-editors.ts";
import { addTiesStyle, CellTies } from "./cell-ties.ts";
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
  optional: [ISettingRegistry, ICommandPalette],
  activate(
    { commands, shell }: Application,
    extensions: IEditorExtensionRegistry,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    settings: ISettingRegistry | null,
    palette: ICommandPalette | null,
  ): void {
    const wanted = { marks: true, stale: true };
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
      panel.disposed.connect(() => void all.delete(panel));
    };
    const variables = new VariablesPanel(() => {
      const editor = openNotebook(tracker, all)?.editor;
      return editor?.isOurs ? editor : undefined;
    });
    shell.add(variables, "right", { rank: 900 });
    tracker.currentChanged.connect(() => void variables.refresh());
    tracker.forEach((panel) => void visit(panel));
    tracker.widgetAdded.connect((_, panel) => void visit(panel));
    addTiesStyle();
    addRunStale(
      commands,
      palette,
      tracker,
      () => openNotebook(tracker, all)?.ties,
    );
    void settings?.load(id).then((loaded) => {
      const read = () => {
        wanted.marks = loaded.composite["marks"] !== false;
        wanted.stale = loaded.composite["stale"] !== false;
        for (const { editor } of all.values()) editor.refresh();
      };
      loaded.changed.connect(read);
      read();
    });
  },
};

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
