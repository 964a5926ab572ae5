import type { NotebookCell, NotebookPanel } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import { type Contents, findCourse } from "./course.ts";
import { IndexPanel } from "./index-panel.ts";
import {
  addQuiz,
  addRun,
  count,
  describe,
  findSections,
  type IndexedCell,
  nothingRun,
  type Progress,
  quizMimeType,
  readProgress,
} from "./progress.ts";

/** What the index asks of JupyterLab beside the notebook. */
export interface Surroundings {
  contents: Contents;
  /** Shows another notebook. */
  open(path: string): void;
}

/** A button in the toolbar that counts, and the list that it opens. */
export class NotebookIndex {
  readonly #panel: NotebookPanel;
  readonly #surroundings: Surroundings;
  readonly #button = document.createElement("button");
  readonly #label = document.createElement("span");
  #list: IndexPanel | undefined;

  constructor(panel: NotebookPanel, surroundings: Surroundings) {
    this.#panel = panel;
    this.#surroundings = surroundings;
    const widget = makeToolbarItem(this.#button, this.#label);
    this.#button.addEventListener("click", () => this.#toggle());
    const name = "romanesco-index";
    if (!panel.toolbar.insertBefore("spacer", name, widget))
      panel.toolbar.addItem(name, widget);
    this.#show();
  }

  /** Keeps that the cell was run, and what a quiz in it said. */
  note(cell: NotebookCell): void {
    const before = this.#progress;
    let progress = addRun(before, cell.id);
    for (let i = 0; i < (cell.outputs?.length ?? 0); i++)
      progress = addQuiz(progress, cell.outputs?.get(i).data[quizMimeType]);
    if (progress !== before) this.#keep(progress);
  }

  get #own(): object {
    return (this.#panel.content.model?.getMetadata("romanesco") ??
      {}) as object;
  }

  get #progress(): Progress {
    return readProgress(this.#own) ?? nothingRun;
  }

  get #cells(): IndexedCell[] {
    return [...(this.#panel.content.model?.cells ?? [])].map((cell) => ({
      id: cell.id,
      isCode: cell.type === "code",
      source: cell.sharedModel.getSource(),
    }));
  }

  #keep(progress: Progress): void {
    const own = { ...this.#own, progress };
    this.#panel.content.model?.setMetadata("romanesco", own);
    this.#show();
  }

  #show(): void {
    const [cells, progress] = [this.#cells, this.#progress];
    const { ran, all } = count(cells, progress);
    const words = describe(cells, progress);
    this.#label.textContent = `Index ${ran}/${all}`;
    this.#button.title = `Index of this notebook: ${words}`;
    this.#list?.showLines(words, findSections(cells, progress));
  }

  #toggle(): void {
    if (this.#list) return this.#close();
    this.#list = new IndexPanel({
      goTo: (at) => this.#goTo(at),
      open: (path) => this.#surroundings.open(path),
      startOver: () => this.#keep(nothingRun),
      close: () => this.#close(),
    });
    this.#panel.contentHeader.addWidget(this.#list);
    this.#button.setAttribute("aria-expanded", "true");
    this.#show();
    this.#list.focus();
    void this.#showCourse(this.#list);
  }

  async #showCourse(list: IndexPanel): Promise<void> {
    const { contents } = this.#surroundings;
    const course = await findCourse(contents, this.#panel.context.path).catch(
      // A folder that cannot be read, or a file in it that is no notebook: the list of this one stands alone.
      () => [],
    );
    if (!list.isDisposed) list.showCourse(course);
  }

  #close(): void {
    this.#list?.dispose();
    this.#list = undefined;
    this.#button.setAttribute("aria-expanded", "false");
    this.#button.focus();
  }

  #goTo(at: number): void {
    const { content } = this.#panel;
    content.activeCellIndex = at;
    void content.scrollToItem(at, "smart");
  }
}

/** As JupyterLab's own toolbars have them. */
function makeToolbarItem(
  button: HTMLButtonElement,
  label: HTMLSpanElement,
): Widget {
  const widget = new Widget();
  widget.addClass("jp-ToolbarButton");
  button.className = "jp-ToolbarButtonComponent jp-mod-minimal jp-Button";
  button.setAttribute("aria-expanded", "false");
  label.className = "jp-ToolbarButtonComponent-label";
  label.style.fontSize = "var(--jp-ui-font-size1)";
  button.append(label);
  widget.node.append(button);
  return widget;
}
