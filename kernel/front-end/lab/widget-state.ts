import type {
  Comm,
  Kernel,
  NotebookPanel,
  OutputModel,
} from "@jupyterlab/notebook";
import { outputsMimeType, type Outputs } from "./outputs-renderer.ts";
import { widgetMimeType } from "./widget-renderer.ts";

const target = "romanesco.widgets";
const stateMimeType = "application/vnd.jupyter.widget-state+json";

/** What the kernel says once its widgets stand still. */
interface News {
  shown: { id: string; html: string; text: string }[];
  state: SavedState;
}

/** What a message about a display holds. */
interface Shown {
  data: Record<string, unknown>;
  /** `cell_id`: where our kernel says that it stands. */
  transient: { cell_id?: string };
}

interface SavedState {
  version_major: number;
  version_minor: number;
  state: Record<string, object>;
}

/**
 * Keeps in a notebook what its widgets show: their state in its metadata, where Jupyter's tools look for it, and the state in
 * words and HTML in the outputs. JupyterLab itself saves none of it, unless a setting says so.
 */
export class WidgetState {
  readonly #panel: NotebookPanel;
  #kernel: Kernel | undefined;
  #comm: Comm | undefined;

  constructor(panel: NotebookPanel) {
    this.#panel = panel;
  }

  async start(): Promise<void> {
    const { context, sessionContext } = this.#panel;
    await context.ready;
    const follow = () => this.#follow(sessionContext.session?.kernel ?? null);
    sessionContext.kernelChanged.connect(follow);
    follow();
  }

  #follow(kernel: Kernel | null): void {
    this.#kernel = kernel ?? undefined;
    this.#comm = undefined;
    kernel?.iopubMessage.connect((_, { header, parent_header, content }) => {
      if (kernel !== this.#kernel) return;
      if (header.msg_type === "comm_open") this.#opened(content, kernel);
      if (/^(update_)?display_data$/.test(header.msg_type))
        this.#shown(content, parent_header.session === kernel.clientId);
    });
    if (kernel) void this.#ask(kernel);
  }

  /** A page that was loaded anew meets a kernel that has widgets. */
  async #ask(kernel: Kernel): Promise<void> {
    if (!this.#isOurs) return;
    const { content } = await kernel.requestCommInfo({
      target_name: "jupyter.widget",
    });
    if (Object.keys(content.comms ?? {}).length > 0) this.#listen(kernel);
  }

  get #isOurs(): boolean {
    const spec = this.#panel.content.model?.getMetadata("kernelspec") as
      { language?: string } | undefined;
    return spec?.language === "typescript";
  }

  #opened(content: Record<string, unknown>, kernel: Kernel): void {
    if (content["target_name"] === "jupyter.widget" && this.#isOurs)
      this.#listen(kernel);
  }

  #listen(kernel: Kernel): void {
    if (this.#comm) return;
    const comm = kernel.createComm(target);
    this.#comm = comm;
    comm.onMsg = ({ content }) => this.#save(content.data as News);
    // A kernel that started anew tells it so.
    comm.onClose = () => {
      if (this.#comm === comm) this.#comm = undefined;
    };
    comm.open({});
  }

  #save({ shown, state }: News): void {
    const { model } = this.#panel.content;
    if (!model) return;
    const news = new Map(shown.map((each) => [each.id, each]));
    const roots = new Set<string>();
    for (const output of this.#outputs()) {
      const own = output.data[widgetMimeType] as
        { model_id: string } | undefined;
      if (!own) continue;
      roots.add(own.model_id);
      const now = news.get(own.model_id);
      if (!now || output.data["text/html"] === now.html) continue;
      const words = { "text/html": now.html, "text/plain": now.text };
      output.setData({
        data: { ...output.data, ...words },
        metadata: output.metadata,
      });
    }
    if (roots.size === 0) return;
    const saved = model.getMetadata("widgets") as
      Record<string, SavedState> | undefined;
    const before = saved?.[stateMimeType];
    // Of cells that another kernel has run, as it was.
    const all = { ...before?.state, ...state.state };
    const kept = { ...state, state: pickReachable(all, roots) };
    if (JSON.stringify(kept) !== JSON.stringify(before))
      model.setMetadata("widgets", { ...saved, [stateMimeType]: kept });
  }

  /** An output of work beside the cells comes or changes: JupyterLab shows only those of cells that this page has run. */
  #shown(content: Record<string, unknown>, isOurs: boolean): void {
    const { data, transient } = content as unknown as Shown;
    const own = data[outputsMimeType] as Outputs | undefined;
    if (!own) return;
    let stands = false;
    for (const output of this.#outputs()) {
      const there = output.data[outputsMimeType] as Outputs | undefined;
      if (there?.id !== own.id) continue;
      stands = true;
      if (there.sequence < own.sequence)
        output.setData({ data, metadata: output.metadata });
    }
    if (stands || isOurs) return;
    for (const { id, outputs } of this.#panel.content.model?.cells ?? [])
      if (id === transient.cell_id)
        outputs?.add({ output_type: "display_data", data, metadata: {} });
  }

  *#outputs(): Iterable<OutputModel> {
    for (const { outputs } of this.#panel.content.model?.cells ?? [])
      for (let at = 0; at < (outputs?.length ?? 0); at++)
        yield outputs!.get(at);
  }
}

/** The widgets that are shown, and those that they are made of. */
function pickReachable(
  state: Record<string, object>,
  roots: Set<string>,
): Record<string, object> {
  const picked: Record<string, object> = {};
  const waiting = [...roots];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const model = state[id];
    if (!model || id in picked) continue;
    picked[id] = model;
    for (const [, other] of JSON.stringify(model).matchAll(
      /"IPY_MODEL_([^"]+)"/g,
    ))
      waiting.push(other!);
  }
  return picked;
}
