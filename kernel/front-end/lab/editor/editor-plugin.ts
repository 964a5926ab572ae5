import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry,
} from "@jupyterlab/codemirror";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { CellEditors } from "./cell-editors.ts";
import { drawWith, hoverHelp, signatureHelp } from "./hover.ts";
import { nameKeys } from "./names.ts";
import { type HelpFor, NotebookEditor } from "./notebook-editor.ts";
import { type OpenFile, showIn } from "./show-place.ts";

interface Application {
  readonly commands: { execute(id: string, args: object): Promise<unknown> };
}

const id = "romanesco-labextension:editor";

/** Says in the cells what is wrong while they are written, what names are, and where they come from. */
export const editorPlugin = {
  id,
  description: "Errors, documentation and names in TypeScript cells",
  autoStart: true,
  requires: [IEditorExtensionRegistry, INotebookTracker, IRenderMimeRegistry],
  optional: [ISettingRegistry],
  activate(
    { commands }: Application,
    extensions: IEditorExtensionRegistry,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    settings: ISettingRegistry | null,
  ): void {
    const editors = new CellEditors();
    extensions.addExtension({
      name: "romanesco:editor",
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension(
          editors.extensionFor(model),
        ),
    });
    const draw = drawWith(rendermime);
    const openFile: OpenFile = (path) =>
      commands.execute("docmanager:open", { path }) as ReturnType<OpenFile>;
    const helpFor: HelpFor = (cell, notebook) => [
      hoverHelp(cell, notebook, draw),
      signatureHelp(cell, notebook, draw),
      nameKeys(cell, notebook, showIn(notebook.panel, editors, openFile)),
    ];
    const all = new Set<NotebookEditor>();
    let isOn = true;
    const visit = async (panel: NotebookPanel) => {
      await panel.context.ready;
      const marks = new NotebookEditor(panel, editors, () => isOn, helpFor);
      all.add(marks);
      panel.disposed.connect(() => void all.delete(marks));
    };
    tracker.forEach((panel) => void visit(panel));
    tracker.widgetAdded.connect((_, panel) => void visit(panel));
    void settings?.load(id).then((loaded) => {
      const read = () => {
        isOn = loaded.composite["marks"] !== false;
        for (const marks of all) marks.refresh();
      };
      loaded.changed.connect(read);
      read();
    });
  },
};
