import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Message } from "@lumino/messaging";
import { Panel } from "@lumino/widgets";

export const widgetMimeType = "application/vnd.romanesco.widget.v1+json";
const viewMimeType = "application/vnd.jupyter.widget-view+json";

/** So long the state is not drawn where the live widget may follow at once. */
const patienceMs = 400;
const lookEveryMs = 100;
/** Jupyter's widgets come up beside us. */
const mostLooks = 300;

const lines = {
  untrusted:
    "This notebook is not trusted: run the cell, or trust the notebook, to move the controls.",
  gone: "Run the cell to move the controls.",
  missing:
    "To move the controls, install their front end: pip install jupyterlab_widgets anywidget",
};

/**
 * A widget in an output area: the live one where the notebook is trusted and its kernel has it, and else what it last showed.
 *
 *     still --trusted, kernel has it--> live --kernel gone--> still
 */
class WidgetRenderer extends Panel implements IRenderMime.IRenderer {
  readonly #registry: IRenderMimeRegistry;
  readonly #tracker: INotebookTracker;
  readonly #extensions: () => readonly string[];
  #model: IRenderMime.IMimeModel | undefined;
  #panel: NotebookPanel | undefined;
  #still: IRenderMime.IRenderer | undefined;
  #live: IRenderMime.IRenderer | undefined;
  #line = "";
  /** Grows with each look at the kernel: what an older one finds comes too late. */
  #turn = 0;

  constructor(
    registry: IRenderMimeRegistry,
    tracker: INotebookTracker,
    extensions: () => readonly string[],
  ) {
    super();
    this.addClass("romanesco-widget");
    this.#registry = registry;
    this.#tracker = tracker;
    this.#extensions = extensions;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const before = this.#model && idOf(this.#model);
    this.#model = model;
    if (before === idOf(model)) return this.#still && this.#drawStill();
    if (this.isAttached) await this.#look();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    const panel = this.#tracker.find(({ node }) => node.contains(this.node));
    if (panel !== this.#panel) this.#follow(panel);
    if (!this.#live) void this.#look();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#follow(undefined);
    super.dispose();
  }

  #follow(panel: NotebookPanel | undefined): void {
    this.#panel?.sessionContext.kernelChanged.disconnect(this.#onKernel);
    this.#panel?.sessionContext.statusChanged.disconnect(this.#onStatus);
    this.#panel = panel;
    panel?.sessionContext.kernelChanged.connect(this.#onKernel);
    panel?.sessionContext.statusChanged.connect(this.#onStatus);
  }

  readonly #onKernel = () => void this.#look();
  readonly #onStatus = (_: unknown, status: string) => {
    if (/restarting|dead|terminating/.test(status)) void this.#beStill("gone");
  };

  /** Finds out whether there is a live one, and draws it, or the state. */
  async #look(): Promise<void> {
    if (!this.#model || this.isDisposed) return;
    if (!this.#model.trusted) return this.#beStill("untrusted");
    const turn = ++this.#turn;
    const late = setTimeout(() => {
      if (turn === this.#turn && !this.#live) void this.#drawStill();
    }, patienceMs);
    this.#line = lines.gone;
    const found = await this.#find(ownOf(this.#model));
    clearTimeout(late);
    if (turn !== this.#turn || this.isDisposed) return;
    if (found !== "there") await this.#beStill(found);
    else await this.#beLive();
  }

  async #find({
    model_id,
    module,
  }: Own): Promise<"there" | "gone" | "missing"> {
    const panel = this.#panel;
    if (!panel) return "gone";
    if (!this.#registry.getFactory(viewMimeType)) return "missing";
    // Jupyter's would show a broken picture.
    if (module === "anywidget" && !this.#hasAnywidget()) return "missing";
    await panel.sessionContext.ready;
    const { kernel } = panel.sessionContext.session ?? {};
    if (!kernel) return "gone";
    const { content } = await kernel.requestCommInfo({
      target_name: "jupyter.widget",
    });
    if (!content.comms || !(model_id in content.comms)) return "gone";
    // Jupyter's widgets put another in its place when they know the notebook's kernel.
    const { rendermime } = panel.content;
    const isReady = () =>
      rendermime.getFactory(viewMimeType) !==
      this.#registry.getFactory(viewMimeType);
    for (let look = 0; look < mostLooks && !isReady(); look++)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    return isReady() ? "there" : "gone";
  }

  #hasAnywidget(): boolean {
    return this.#extensions().some((id) => id.startsWith("anywidget"));
  }

  async #beLive(): Promise<void> {
    const { rendermime } = this.#panel!.content;
    const live = rendermime.createRenderer(viewMimeType);
    this.#live?.dispose();
    this.#live = live;
    this.addWidget(live);
    await live.renderModel(this.#model!);
    this.#still?.dispose();
    this.#still = undefined;
  }

  async #beStill(why: keyof typeof lines): Promise<void> {
    this.#turn++;
    this.#live?.dispose();
    this.#live = undefined;
    this.#line = lines[why];
    await this.#drawStill();
  }

  /** As the notebook holds it, of which no script runs. */
  async #drawStill(): Promise<void> {
    const data = { "text/html": this.#model!.data["text/html"] ?? "" };
    if (!this.#still) {
      this.#still = this.#registry.createRenderer("text/html");
      this.insertWidget(0, this.#still);
    }
    const still = this.#still;
    await still.renderModel(
      this.#registry.createModel({ data, trusted: false }),
    );
    // Its last line is for pages that know no more than that.
    const line = [...still.node.querySelectorAll("small")].at(-1);
    if (line) line.textContent = this.#line;
  }
}

interface Own {
  model_id: string;
  /** Where its front end comes from. */
  module?: string;
}

function ownOf({ data }: IRenderMime.IMimeModel): Own {
  return data[widgetMimeType] as unknown as Own;
}

function idOf(model: IRenderMime.IMimeModel): string {
  return String(ownOf(model)?.model_id);
}

/** @param extensions the ids of the page's plugins */
export function widgetFactory(
  registry: IRenderMimeRegistry,
  tracker: INotebookTracker,
  extensions: () => readonly string[],
): IRenderMime.IRendererFactory {
  return {
    // The live one, which may run code of the notebook, is drawn in a trusted notebook only.
    safe: true,
    mimeTypes: [widgetMimeType],
    defaultRank: -20,
    createRenderer: () => new WidgetRenderer(registry, tracker, extensions),
  };
}
