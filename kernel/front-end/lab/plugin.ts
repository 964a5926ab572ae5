import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { editorPlugin } from "./editor/editor-plugin.ts";
import { faviconPlugin } from "./favicon.ts";
import { highlightPlugin } from "./highlight.ts";
import { indicatorPlugin } from "./indicator.ts";
import { homeworkPlugin } from "../../homework/front-end/buttons.ts";
import { progressPlugin } from "./progress/plugin.ts";
import { imageTypes, withAltText } from "./image-alt.ts";
import { pagesOf } from "./table-pages.ts";
import { tableFactory } from "./table-renderer.ts";
import { addTableStyle } from "./table-style.ts";
import { outputsFactory } from "./outputs-renderer.ts";
import { plotlyFactory } from "./plotly-renderer.ts";
import { widgetFactory } from "./widget-renderer.ts";
import { WidgetState } from "./widget-state.ts";

interface Application {
  /** All plugins are active, no notebook is open yet. */
  readonly started: Promise<void>;
  /** Ids of all of them. */
  listPlugins(): string[];
}

/**
 * Puts the Plotly renderer into JupyterLab's table of renderers.
 *
 * The table keeps the last factory per MIME type. Extensions load in no fixed order, so another package's Plotly
 * renderer (that of Python's `plotly`) may come after ours; adding ours again when all are loaded settles it.
 */
const plotlyPlugin = {
  id: "romanesco-labextension:plotly",
  description: "Draws application/vnd.plotly.v1+json",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate(application: Application, registry: IRenderMimeRegistry): void {
    registry.addFactory(plotlyFactory);
    void application.started.then(() => registry.addFactory(plotlyFactory));
  },
};

const imagePlugin = {
  id: "romanesco-labextension:image-alt",
  description: "Gives pictures their alternative text",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate(_: Application, registry: IRenderMimeRegistry): void {
    for (const type of imageTypes) {
      const factory = registry.getFactory(type);
      if (factory) registry.addFactory(withAltText(factory, type));
    }
  },
};

const tablePlugin = {
  id: "romanesco-labextension:table",
  description: "Pages through long tables, sorts and filters them",
  autoStart: true,
  requires: [IRenderMimeRegistry, INotebookTracker],
  activate(
    _: Application,
    registry: IRenderMimeRegistry,
    tracker: INotebookTracker,
  ): void {
    addTableStyle();
    registry.addFactory(tableFactory(pagesOf(tracker)));
  },
};

const widgetPlugin = {
  id: "romanesco-labextension:widgets",
  description: "Draws controls and what they move, and saves their state",
  autoStart: true,
  requires: [IRenderMimeRegistry, INotebookTracker],
  activate(
    application: Application,
    registry: IRenderMimeRegistry,
    tracker: INotebookTracker,
  ): void {
    registry.addFactory(outputsFactory(registry));
    const extensions = () => application.listPlugins();
    registry.addFactory(widgetFactory(registry, tracker, extensions));
    const visit = (panel: NotebookPanel) => void new WidgetState(panel).start();
    tracker.forEach(visit);
    tracker.widgetAdded.connect((_sender, panel) => visit(panel));
  },
};

// JupyterLab reads the plugins from the default export.
export default [
  plotlyPlugin,
  imagePlugin,
  tablePlugin,
  widgetPlugin,
  faviconPlugin,
  indicatorPlugin,
  homeworkPlugin,
  highlightPlugin,
  editorPlugin,
  progressPlugin,
];
