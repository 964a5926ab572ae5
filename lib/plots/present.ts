import { randomUUID } from "node:crypto";
import { findNotebook, type Notebook } from "../notebook.ts";
import type { Figure } from "./figure.ts";
import { renderPng } from "./png.ts";

/** A place in a notebook that shows one figure, and later another in the same spot. */
export class Place {
  private shown = false;
  private latest: Figure | undefined;
  private painting: Promise<void> | undefined;

  constructor(
    private readonly notebook: Notebook,
    readonly displayId: string = randomUUID(),
  ) {}

  /**
   * Shows the figure now and adds its PNG before the cell is idle. Of figures that follow each other faster than
   * pictures are made, the last gets one.
   */
  show(figure: Figure): void {
    this.latest = figure;
    this.send(figure.toMimeBundle());
    if (this.painting) return;
    this.painting = this.paint().finally(() => (this.painting = undefined));
    this.notebook.pending?.(this.painting);
  }

  private async paint(): Promise<void> {
    let painted: Figure | undefined;
    while (this.latest !== painted) {
      const figure: Figure = this.latest as Figure;
      painted = figure;
      const png = await renderPng(figure.toJSON()).catch((error: unknown) => {
        // The figure itself is on the page; only front ends that draw none miss something.
        console.warn(
          `The figure has no PNG: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      if (png && figure === this.latest)
        this.send({
          ...figure.toMimeBundle(),
          "image/png": Buffer.from(png).toString("base64"),
        });
    }
  }

  private send(bundle: Record<string, unknown>): void {
    this.notebook.display(bundle, {
      displayId: this.displayId,
      update: this.shown,
    });
    this.shown = true;
  }
}

/** Shows a figure in the running cell. Returns false in plain Node, where there is none. */
export function present(figure: Figure): boolean {
  const notebook = findNotebook();
  if (!notebook) return false;
  new Place(notebook).show(figure);
  return true;
}
