import { Widget } from "@lumino/widgets";
import { addIndexStyle } from "./index-style.ts";
import type { CourseNotebook } from "./course.ts";
import type { Section } from "./progress.ts";

export interface IndexHandler {
  /** The person wants to see the cell at this place. */
  goTo(at: number): void;
  /** The person wants to see another notebook. */
  open(path: string): void;
  /** The person wants to forget what was run and answered. */
  startOver(): void;
  close(): void;
}

/** The list above the cells: a line for each heading, with how much of it was run. Escape closes it. */
export class IndexPanel extends Widget {
  readonly #words = document.createElement("span");
  readonly #lines = document.createElement("ol");
  readonly #content = document.createElement("div");
  readonly #handler: IndexHandler;

  constructor(handler: IndexHandler) {
    super();
    this.#handler = handler;
    addIndexStyle();
    this.addClass("jp-RomanescoIndex");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", "Index");
    this.#words.setAttribute("role", "status");
    this.#content.append(this.#makeHead(), this.#lines);
    this.node.append(this.#content);
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") handler.close();
    });
    new ResizeObserver(() => this.#grow()).observe(this.#content);
  }

  showLines(words: string, sections: readonly Section[]): void {
    this.#words.textContent = words;
    this.#lines.replaceChildren(
      ...sections.map((section) => this.#makeLine(section)),
    );
  }

  /** The other notebooks, below the list; nothing if there are none. */
  showCourse(notebooks: readonly CourseNotebook[]): void {
    if (notebooks.length === 0) return;
    const title = document.createElement("strong");
    title.textContent = "The other notebooks";
    const list = document.createElement("ol");
    list.append(
      ...notebooks.map((each) =>
        makeLine(each, () => this.#handler.open(each.path)),
      ),
    );
    this.#content.append(title, list);
  }

  focus(): void {
    this.#lines.querySelector("button")?.focus();
  }

  #makeHead(): HTMLElement {
    const head = document.createElement("div");
    head.className = "jp-RomanescoIndex-head";
    const title = document.createElement("strong");
    title.textContent = "Index";
    const over = makeButton("Start over", () => this.#handler.startOver());
    over.title = "Forget what was run and answered";
    const close = makeButton("×", () => this.#handler.close());
    close.setAttribute("aria-label", "Close");
    head.append(title, this.#words, over, close);
    return head;
  }

  #makeLine({ title, at, cells, ran }: Section): HTMLElement {
    const state = ran === 0 ? "none" : ran < cells ? "some" : "all";
    const words = `${ran} of ${cells} run`;
    return makeLine({ state, title, words }, () => this.#handler.goTo(at));
  }

  /** Lumino gives a widget here no more room than its least height. */
  #grow(): void {
    const most = 0.45 * window.innerHeight;
    const height = Math.min(most, this.#content.offsetHeight + 1);
    this.node.style.minHeight = `${height}px`;
    this.parent?.fit();
  }
}

const marks = { none: "○", some: "◐", all: "✔" };

interface Line {
  state: keyof typeof marks;
  title: string;
  words: string;
}

function makeLine({ state, title, words }: Line, onClick: () => void) {
  const line = document.createElement("li");
  const button = makeButton("", onClick);
  const parts = [marks[state], title, words].map((text) => {
    const part = document.createElement("span");
    part.textContent = text;
    return part;
  });
  // The words say it too.
  parts[0]?.setAttribute("aria-hidden", "true");
  button.append(...parts);
  line.append(button);
  return line;
}

function makeButton(text: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", onClick);
  return button;
}
