import { randomUUID } from "node:crypto";
import type { Notebook } from "../notebook.ts";
import { Ongoing } from "../ongoing.ts";
import { type Sink, sinkInto } from "./list-sink.ts";
import { toBundle } from "./outputs-bundle.ts";
import { OutputList } from "./output-list.ts";
import { paintFigures } from "./paint-figures.ts";
import { findHere, type Here } from "./show-here.ts";

/** As often as a page draws: a longer pause would add to the time that each figure takes on its way. */
const sendEveryMs = 16;
/** What stands this long gets its pictures; while it moves, they would only be thrown away. */
const quietMs = 400;
/** The first outputs of a run wait so long for the others: a figure after a printed line keeps its place then. */
const togetherMs = 100;

/**
 * A place of a notebook for what work beside the cells makes: it stands under a cell, from its first output on, and all of it
 * changes at once. In a page of ours the same elements stay, so that a figure moves in its place.
 *
 *     output -> list -> page, sixty times a second at most -> a while later: pictures of its figures
 *     run    -> a list of its own, which takes the place of the one before at its end, or once it has taken a while
 */
export class LiveOutputs {
  readonly #id = randomUUID();
  #list = new OutputList();
  /** That of the newest run. */
  #latest = this.#list;
  #sequence = 0;
  #stands = false;
  #sentAt = -Infinity;
  #changedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  readonly #notebook: Notebook;
  readonly #here: Here;
  readonly #painting: Ongoing;

  /** @param cell the one it stands under */
  constructor(notebook: Notebook, cell: number = notebook.currentCell) {
    this.#notebook = notebook;
    this.#here = findHere(notebook, cell);
    this.#painting = new Ongoing(notebook);
  }

  /** Where work puts what it makes; it stands beneath what stands there. */
  get sink(): Sink {
    return sinkInto(this.#list, this.#notebook, () => this.#sendSoon());
  }

  /** Begins anew: what is made now takes the place of what stands there. */
  begin(): Run {
    const list = new OutputList();
    const begun = performance.now();
    this.#latest = list;
    const changed = () => {
      if (this.#list === list) this.#sendSoon();
      else if (performance.now() - begun > togetherMs) take();
      else later ??= setTimeout(take, togetherMs).unref();
    };
    const take = () => {
      if (this.#latest !== list || this.#list === list) return;
      this.#list = list;
      this.#sendSoon();
    };
    let later: NodeJS.Timeout | undefined;
    return {
      ...sinkInto(list, this.#notebook, changed),
      end: () => {
        clearTimeout(later);
        if (this.#latest !== list) return;
        this.#list = list;
        this.#sendSoon();
      },
    };
  }

  /** Shows nothing more: its cell runs again, and what stands there is gone. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isOver = true;
  }

  /** Resolves when what stands there is on its way, with its pictures. */
  async settled(): Promise<void> {
    while (this.#timer || this.#painting.work)
      await (this.#painting.work ??
        new Promise((resolve) => setTimeout(resolve, sendEveryMs)));
  }

  #sendSoon(): void {
    this.#changedAt = performance.now();
    if (this.#timer || this.#isOver) return;
    const wait = this.#sentAt + sendEveryMs - this.#changedAt;
    if (wait <= 0) this.#send();
    else
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#send();
      }, wait).unref();
  }

  #send(): void {
    this.#sentAt = performance.now();
    this.#display();
    if (!this.#painting.work) void this.#painting.start(this.#paint());
  }

  async #paint(): Promise<void> {
    let painted: OutputList | undefined;
    for (;;) {
      const left = this.#changedAt + quietMs - performance.now();
      // The first has a cell that waits for it.
      if (left > 0 && this.#sequence > 1) {
        await new Promise((resolve) => setTimeout(resolve, left).unref());
        continue;
      }
      const list = this.#list;
      const sequence = this.#sequence;
      if (await paintFigures(list.all)) painted = list;
      if (this.#sequence !== sequence || this.#list !== list) continue;
      if (painted === list) this.#display();
      return;
    }
  }

  #display(): void {
    if (this.#isOver) return;
    const bundle = toBundle(this.#list.all, this.#id, ++this.#sequence);
    this.#here.show(bundle, { displayId: this.#id, update: this.#stands });
    this.#stands = true;
  }
}

/** Where one run's output goes. */
export interface Run extends Sink {
  /** The run is over: what it made stands there. */
  end(): void;
}
