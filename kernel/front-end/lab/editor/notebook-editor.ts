import type { Extension } from "@codemirror/state";
import type { Cell, Kernel, NotebookPanel } from "@jupyterlab/notebook";
import type {
  EditorAnswer,
  FormatQuestion,
  PlaceQuestion,
  RenameQuestion,
  TiesQuestion,
  VariablesQuestion,
} from "../../../interpreter/editor.ts";
import type { CellEditors } from "./cell-editors.ts";
import { KernelLine, type WholeCell } from "./kernel-line.ts";
import { marksExtension, showMarks } from "./marks.ts";

/** So long after the last key the cells are looked at. */
const delayMs = 300;

/** Makes what the editor of a cell, by its id, gets of one notebook. */
export type HelpFor = (cell: string, notebook: NotebookEditor) => Extension;

type Follower = (state: number) => Promise<void>;

/** What editors of one notebook's cells have beside JupyterLab's own: marks, and answers about places, by its kernel. */
export class NotebookEditor {
  readonly #panel: NotebookPanel;
  readonly #editors: CellEditors;
  readonly #isOn: () => boolean;
  readonly #helpFor: HelpFor;
  readonly #extensions = new WeakMap<object, Extension>();
  #line: KernelLine | undefined;
  #kernel: Kernel | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  /** Another look was due during one. */
  #again = false;
  /** Grows with everything that may change what is to be said of a cell. */
  #state = 0;
  #ran = 0;
  #seen = "";
  readonly #followers: Follower[] = [];
  /** The state in which each cell was looked at. */
  readonly #checked = new Map<string, number>();

  /**
   * @param isOn whether any of it is wanted now
   * @param helpFor what else the editor of a cell gets
   */
  constructor(
    readonly panel: NotebookPanel,
    editors: CellEditors,
    isOn: () => boolean,
    helpFor: HelpFor,
  ) {
    this.#helpFor = helpFor;
    this.#panel = panel;
    this.#editors = editors;
    this.#isOn = isOn;
    panel.content.node.addEventListener("scroll", () => this.soon(), {
      capture: true,
      passive: true,
    });
    panel.content.model?.contentChanged.connect(() => this.soon());
    panel.sessionContext.kernelChanged.connect(() => void this.#listen());
    panel.disposed.connect(() => this.#stop());
    void this.#listen();
  }

  /** Looks at the cells once nothing more happens for a while. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#look();
    }, delayMs);
  }

  /** Begins anew: a setting has changed. */
  refresh(): void {
    this.#state++;
    if (!this.#isOn()) this.#clear();
    this.soon();
  }

  /** @param follower called when the cells have been looked at, also those that have come into view; with another number when anything is another */
  follow(follower: Follower): void {
    this.#followers.push(follower);
  }

  /** Asks about a place; undefined where there is no answer. */
  ask(
    question:
      | Omit<FormatQuestion, "cells">
      | Omit<PlaceQuestion, "cells">
      | Omit<RenameQuestion, "cells">
      | Omit<TiesQuestion, "cells">
      | VariablesQuestion,
  ): Promise<EditorAnswer | undefined> {
    const line = this.#openLine();
    const cells = tell(this.codeCells);
    return line?.ask({ ...question, cells }) ?? Promise.resolve(undefined);
  }

  #openLine(): KernelLine | undefined {
    if (this.#kernel) this.#line ??= new KernelLine(this.#kernel);
    return this.#line;
  }

  get codeCells(): Cell[] {
    return this.#panel.content.widgets.filter(
      ({ model }) => model.type === "code",
    );
  }

  async #listen(): Promise<void> {
    this.#stop();
    const kernel = this.#panel.sessionContext.session?.kernel ?? undefined;
    this.#kernel = undefined;
    if (!kernel) return;
    const { implementation } = await kernel.info;
    if (kernel !== this.#panel.sessionContext.session?.kernel) return;
    if (implementation !== "romanesco") return this.#leave();
    this.#kernel = kernel;
    kernel.statusChanged.connect((_, status) => this.#heed(status));
    kernel.iopubMessage.connect((_, { header, parent_header, content }) => {
      const isEnd =
        header.msg_type === "status" &&
        content.execution_state === "idle" &&
        parent_header.msg_type === "execute_request";
      if (isEnd) this.#changed();
    });
    this.#changed();
  }

  /** A kernel that starts again knows nothing of us. */
  #heed(status: string): void {
    if (/restarting|dead/.test(status)) this.#stop();
    else if (status === "idle" && !this.#line) this.#changed();
  }

  /** Grows with every cell that has run. */
  get ran(): number {
    return this.#ran;
  }

  /** Whether its kernel is ours. */
  get isOurs(): boolean {
    return this.#kernel !== undefined;
  }

  #changed(): void {
    this.#state++;
    this.#ran++;
    this.soon();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#line?.close();
    this.#line = undefined;
  }

  async #look(): Promise<void> {
    if (!this.#kernel) return;
    this.#again = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#note();
      // While more is being typed, the next look is to come.
      if (this.#isOn())
        while ((await this.#askOnce()) && this.#timer === undefined);
      for (const follow of this.#followers)
        if (this.#timer === undefined) await follow(this.#state);
    } finally {
      this.#asking = false;
      // What has changed meanwhile was not looked at.
      if (this.#again) this.soon();
    }
  }

  /** Whether the cells are others than at the last look. */
  #note(): void {
    const cells = this.codeCells.map(({ model }) => [
      model.id,
      model.sharedModel.getSource(),
      model.executionCount,
    ]);
    const seen = JSON.stringify(cells);
    if (seen !== this.#seen) this.#state++;
    this.#seen = seen;
  }

  /** @returns whether there may be more to ask */
  async #askOnce(): Promise<boolean> {
    this.#note();
    const cells = this.codeCells;
    const told = tell(cells);
    const state = this.#state;
    const wanted = this.#wanted(cells);
    const line = wanted.length > 0 ? this.#openLine() : undefined;
    const answer = await line?.ask({
      type: "check",
      cells: told,
      wanted,
    });
    if (!answer) return false;
    for (const id of wanted) this.#checked.set(id, state);
    for (const { model } of cells) {
      const marks = answer.marks?.[model.id];
      const view = this.#editors.view(model);
      const code = told.find(({ id }) => id === model.id)!.code;
      if (marks && view && model.sharedModel.getSource() === code)
        showMarks(view, marks);
    }
    return true;
  }

  /** The cell that is being written comes first, and by itself when it is not the only one. */
  #wanted(cells: Cell[]): string[] {
    const { content } = this.#panel;
    const room = content.node.getBoundingClientRect();
    const open = cells.filter(({ model, node }) => {
      if (this.#checked.get(model.id) === this.#state) return false;
      const { top, bottom } = node.getBoundingClientRect();
      const isInView =
        node.isConnected && bottom >= room.top && top <= room.bottom;
      return isInView && this.#editors.view(model) !== undefined;
    });
    for (const { model } of open)
      this.#editors.equip(model, this.#extensionFor(model));
    const active = open.find((cell) => cell === content.activeCell);
    return (active ? [active] : open).map(({ model }) => model.id);
  }

  #extensionFor(model: Cell["model"]): Extension {
    const known = this.#extensions.get(model);
    if (known) return known;
    const extension = [marksExtension, this.#helpFor(model.id, this)];
    this.#extensions.set(model, extension);
    return extension;
  }

  /** The notebook has a kernel of another kind now. */
  #leave(): void {
    this.#clear();
    for (const follow of this.#followers) void follow(++this.#state);
  }

  #clear(): void {
    for (const { model } of this.#panel.content.widgets) {
      const view = this.#editors.view(model);
      if (view) showMarks(view, []);
      this.#editors.equip(model, []);
    }
  }
}

function tell(cells: readonly Cell[]): WholeCell[] {
  return cells.map(({ model }) => ({
    id: model.id,
    code: model.sharedModel.getSource(),
  }));
}
