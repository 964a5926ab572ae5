import { randomUUID } from "node:crypto";
import { findNotebook, type Notebook } from "../notebook.ts";
import { findPage } from "../notebook-page.ts";
import { type BarState, drawHtml, drawText } from "./draw-bars.ts";

/** Where bars are drawn. */
export interface Screen {
  draw(bars: BarState[], last: boolean): void;
}

/** A notebook's output, or the terminal: `jupyter console` is one too, though stderr gets there through the kernel. */
export function openScreen(): Screen {
  const page = findPage();
  if (page) return new NotebookScreen(page);
  const terminal = process.stderr.isTTY || findNotebook() !== undefined;
  return terminal ? new TerminalScreen() : new LogScreen();
}

/** One display for all bars, updated in place. */
class NotebookScreen implements Screen {
  readonly #displayId = randomUUID();
  #shown = false;

  readonly #notebook: Notebook;

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
  }

  draw(bars: BarState[]): void {
    const data = {
      "text/html": bars.map(drawHtml).join(""),
      "text/plain": bars.map(drawText).join("\n"),
    };
    this.#notebook.display(data, {
      displayId: this.#displayId,
      update: this.#shown,
    });
    this.#shown = true;
  }
}

/** One line that is written over and over; the innermost bars that do not fit are left out. */
class TerminalScreen implements Screen {
  draw(bars: BarState[], last: boolean): void {
    const line = bars.map(drawText).join(" | ");
    const width = process.stderr.columns ?? 80;
    process.stderr.write(
      `\r\u001b[K${line.slice(0, width - 1)}${last ? "\n" : ""}`,
    );
  }
}

/** A file or a pipe keeps every line: only the end is worth one. */
class LogScreen implements Screen {
  draw(bars: BarState[], last: boolean): void {
    if (last) process.stderr.write(`${bars.map(drawText).join("\n")}\n`);
  }
}
