import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry,
} from "@jupyterlab/codemirror";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { CellEditors } from "./cell-editors.ts";
import { NotebookMarks } from "./notebook-marks.ts";

const id = "romanesco-labextension:editor";

/** Says in the cells what is wrong while they are written. */
export const editorPlugin = {
  id,
  description: "Marks errors in TypeScript cells before they run",
  autoStart: true,
  requires: [IEditorExtensionRegistry, INotebookTracker],
  optional: [ISettingRegistry],
  activate(
    _: unknown,
    extensions: IEditorExtensionRegistry,
    tracker: INotebookTracker,
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
    const all = new Set<NotebookMarks>();
    let isOn = true;
    const visit = async (panel: NotebookPanel) => {
      await panel.context.ready;
      const marks = new NotebookMarks(panel, editors, () => isOn);
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
