import { pathToFileURL } from "node:url";
import type { Locator, Page } from "playwright-core";

/** Exported slides in a window of 1280 x 720. What runs in the page is text: the project's types have no DOM. */
export class Deck {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(page: Page, file: string): Promise<Deck> {
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction("globalThis.Reveal?.isReady()");
    await page.evaluate("Reveal.configure({ fragments: false })");
    return new Deck(page);
  }

  get slide(): Locator {
    return this.#page.locator(current);
  }

  /** Goes to the next slide, if there is one. */
  async next(): Promise<boolean> {
    if (await this.#page.evaluate<boolean>("Reveal.isLastSlide()"))
      return false;
    await this.#page.evaluate("Reveal.next()");
    return true;
  }

  /** How many slides the file has, whether they are reached or not. */
  count(): Promise<number> {
    return this.#page.locator(".romanesco-slide").count();
  }

  /** Opens all folds of this slide, or closes them. @returns whether it has any, once the slide is laid out anew */
  fold(isOpen: boolean): Promise<boolean> {
    return this.#page.evaluate(`(async () => {
      const folds = [...document.querySelectorAll("${current} details")];
      for (const fold of folds) fold.open = ${isOpen};
      // Their events come before the next frame.
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      return folds.length > 0;
    })()`);
  }

  /** What of this slide sticks out of the window: texts of figures, pictures and everything outside of figures. */
  findClipped(): Promise<string[]> {
    return this.#page.evaluate(`
      [...document.querySelectorAll("${current} *")]
        .filter((node) => !node.closest("svg") || node.matches("text, image"))
        .filter((node) => !node.closest(".modebar-container"))
        // What a closed fold holds has a place, but is not to be seen.
        .filter((node) => node.checkVisibility())
        .filter((node) => {
          const { left, top, right, bottom, width } = node.getBoundingClientRect();
          return width > 0 && (left < 0 || top < 0 || right > 1280 || bottom > 720);
        })
        .map((node) => node.outerHTML.slice(0, 100))`);
  }
}

const current = "section.present > .romanesco-slide";
