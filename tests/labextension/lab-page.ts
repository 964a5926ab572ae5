import type { Page } from "playwright-core";

/** What these tests read of the DOM, which the project's types leave out. */
export interface PageElement {
  clientWidth: number;
  data: { y: number[] }[];
  marked?: boolean;
  backgroundColor: string;
}

/** A page that shows JupyterLab. */
export class LabPage {
  static readonly figures = ".jp-RenderedPlotly";
  static readonly bars = `${LabPage.figures} .barlayer .point`;

  constructor(readonly page: Page) {}

  get figures() {
    return this.page.locator(LabPage.figures);
  }

  get bars() {
    return this.page.locator(LabPage.bars);
  }

  /** The drawing itself: the first SVG of the first figure. */
  get drawing() {
    return this.figures.first().locator(".main-svg").first();
  }

  get hoverLabels() {
    return this.page.locator(`${LabPage.figures} .hoverlayer .hovertext`);
  }

  /** Runs one of JupyterLab's commands, as its menus do. */
  async command(name: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      ([name, args]) => {
        const { jupyterapp } = globalThis as unknown as {
          jupyterapp: {
            commands: { execute(name: string, args: object): Promise<unknown> };
          };
        };
        return jupyterapp.commands.execute(name, args).then(() => undefined);
      },
      [name, args] as const,
    );
  }

  async backgroundColor(): Promise<string> {
    return this.drawing.evaluate((svg) => {
      const { getComputedStyle } = globalThis as unknown as {
        getComputedStyle(element: unknown): { backgroundColor: string };
      };
      return getComputedStyle(svg).backgroundColor;
    });
  }

  /** How often the figures ask for the page's colours when an element is added to the page's head. */
  async colorReads(tag: "link" | "style"): Promise<number> {
    return this.page.evaluate<number>(`(async () => {
      const { getComputedStyle } = window;
      let reads = 0;
      window.getComputedStyle = (node, ...rest) => {
        if (node.matches("${LabPage.figures}, ${LabPage.figures} *")) reads++;
        return getComputedStyle(node, ...rest);
      };
      const added = document.createElement("${tag}");
      if (added.href !== undefined) Object.assign(added, { rel: "icon", href: "data:," });
      document.head.append(added);
      await new Promise(requestAnimationFrame);
      window.getComputedStyle = getComputedStyle;
      added.remove();
      return reads;
    })()`);
  }

  /** Widths in px of the first figure's room and of what is drawn in it. */
  async widths(): Promise<{ room: number; drawn: number }> {
    const width = (selector: string) =>
      this.page
        .locator(selector)
        .first()
        .evaluate((node) => (node as unknown as PageElement).clientWidth);
    return {
      room: await width(LabPage.figures),
      drawn: await width(`${LabPage.figures} .svg-container`),
    };
  }

  /** Counts, from now on, how often the first figure is drawn and how many frames the page has. @returns what says so */
  async countDraws(): Promise<
    () => Promise<{ draws: number; frames: number }>
  > {
    await this.page.evaluate(`(() => {
      const counted = (window.counted = { draws: 0, frames: 0 });
      document.querySelector("${LabPage.figures} .js-plotly-plot")
        .on("plotly_afterplot", () => counted.draws++);
      requestAnimationFrame(function count() {
        counted.frames++;
        requestAnimationFrame(count);
      });
    })()`);
    return () => this.page.evaluate("window.counted");
  }

  /** Heights of the first figure's bars, as Plotly holds them. */
  async heights(): Promise<number[]> {
    return this.page
      .locator(`${LabPage.figures} .js-plotly-plot`)
      .evaluate((graph) => [
        ...((graph as unknown as PageElement).data[0]?.y ?? []),
      ]);
  }
}
