import type { NotebookPanel } from "@jupyterlab/notebook";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { LabIcon } from "@jupyterlab/ui-components";
import { Widget } from "@lumino/widgets";
import type { EditorAnswer } from "../../../interpreter/editor.ts";
import type { NotebookEditor } from "./notebook-editor.ts";
import { addVariablesStyle } from "./variables-style.ts";

type Variable = NonNullable<EditorAnswer["variables"]>[number];

const icon = new LabIcon({
  name: "romanesco:variables",
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161"><path d="M4 5h7v2H4zm0 6h7v2H4zm0 6h7v2H4zM13 5h7v2h-7zm0 6h7v2h-7zm0 6h7v2h-7z"/></g></svg>',
});

/** Beside the notebook in hand: what its variables hold. The kernel is asked while the panel is open, after a cell has run. */
export class VariablesPanel extends Widget {
  readonly #filter = document.createElement("input");
  readonly #note = document.createElement("div");
  readonly #rows = document.createElement("tbody");
  readonly #value = document.createElement("div");
  readonly #editorOf: () => NotebookEditor | undefined;
  #variables: readonly Variable[] = [];
  /** Whose variables are here, and as of which run. */
  #shown: { editor?: NotebookEditor; ran?: number } = {};

  /** @param editorOf the notebook in hand, if it is one of our kernel */
  constructor(editorOf: () => NotebookEditor | undefined) {
    super();
    this.#editorOf = editorOf;
    addVariablesStyle();
    this.id = "romanesco-variables";
    this.addClass("jp-RomanescoVariables");
    this.title.icon = icon;
    this.title.caption = "Variables";
    this.node.setAttribute("aria-label", "Variables");
    this.#filter.placeholder = "Filter by name or type";
    this.#filter.setAttribute("aria-label", this.#filter.placeholder);
    this.#filter.className = "jp-mod-styled";
    this.#filter.addEventListener("input", () => this.#draw());
    this.#note.setAttribute("role", "status");
    this.#value.className = "jp-RomanescoVariables-value";
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const label of ["Name", "Type", "Size", "Value"]) {
      const cell = document.createElement("th");
      cell.textContent = label;
      head.append(cell);
    }
    table.append(this.#rows);
    const list = document.createElement("div");
    list.className = "jp-RomanescoVariables-list";
    list.append(table);
    this.node.append(this.#filter, this.#note, list, this.#value);
  }

  /** Asks anew if anything has run since, or another notebook is in hand. */
  async refresh(): Promise<void> {
    if (!this.isVisible) return;
    const editor = this.#editorOf();
    const ran = editor?.ran;
    if (editor === this.#shown.editor && ran === this.#shown.ran) return;
    if (editor !== this.#shown.editor) this.#value.replaceChildren();
    this.#shown = { editor, ran };
    const answer = await editor?.ask({ type: "variables" });
    if (this.#shown.editor !== editor) return;
    if (answer?.variables) this.#variables = answer.variables;
    else if (!editor) this.#variables = [];
    // The kernel had no time: the next time it may.
    else this.#shown = { editor };
    this.#draw();
  }

  protected override onAfterShow(): void {
    void this.refresh();
  }

  #draw(): void {
    const wanted = this.#filter.value.trim().toLowerCase();
    const found = this.#variables.filter(({ name, type }) =>
      [name, type].some((each) => each.toLowerCase().includes(wanted)),
    );
    this.#note.textContent = this.#noteFor(found.length);
    this.#rows.replaceChildren(...found.map((each) => this.#rowOf(each)));
  }

  #noteFor(found: number): string {
    if (!this.#shown.editor)
      return "Open a TypeScript notebook to see its variables.";
    if (this.#variables.length === 0)
      return "No cell has declared a variable yet.";
    return found === 0 ? "No variable matches the filter." : "";
  }

  #rowOf({ name, type, size = "", value }: Variable): HTMLElement {
    const row = document.createElement("tr");
    const button = document.createElement("button");
    button.textContent = name;
    button.title = `Show ${name}`;
    row.addEventListener("click", () => void this.#show(name));
    const cells = [button, type, size, value].map((content) => {
      const cell = document.createElement("td");
      cell.append(content);
      return cell;
    });
    cells[3]!.title = value;
    row.append(...cells);
    return row;
  }

  /** The value as a cell would show it: that is code of the notebook, so it waits for cells that run. */
  async #show(name: string): Promise<void> {
    const { editor } = this.#shown;
    if (!editor) return;
    const title = document.createElement("strong");
    title.textContent = name;
    const close = document.createElement("button");
    close.textContent = "×";
    close.title = "Close";
    close.addEventListener("click", () => this.#value.replaceChildren());
    const head = document.createElement("div");
    head.append(title, close);
    this.#value.replaceChildren(head);
    const shown = await valueOf(name, editor.panel);
    if (head.isConnected) head.after(shown);
  }
}

async function valueOf(
  name: string,
  panel: NotebookPanel,
): Promise<HTMLElement> {
  const answer = await panel.sessionContext.session?.kernel?.requestExecute({
    code: "",
    silent: true,
    store_history: false,
    user_expressions: { value: name },
  }).done;
  const value = answer?.content.user_expressions?.["value"];
  if (value?.status === "ok") return render(value, panel.content.rendermime);
  const problem = document.createElement("pre");
  problem.textContent = value
    ? `${value.ename}: ${value.evalue}`
    : "The kernel has no answer.";
  return problem;
}

function render(
  {
    data,
    metadata,
  }: { data: Record<string, unknown>; metadata: Record<string, unknown> },
  rendermime: IRenderMimeRegistry,
): HTMLElement {
  const type = rendermime.preferredMimeType(data, "any") ?? "text/plain";
  const renderer = rendermime.createRenderer(type);
  const model = rendermime.createModel({ data, metadata, trusted: true });
  // It belongs to no layout; Lumino tells it when it is in the page.
  void renderer.renderModel(model);
  return renderer.node;
}
