import type { Page } from "playwright-core";

/**
 * What a person would dislike in the notebook that the page shows: lines and pictures wider than their cell, and texts of
 * figures that are cut off, lie on each other, or are smaller than 10 px. What runs in the page is text: the project's
 * types have no DOM.
 */
export function findUgly(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const found = [];
    const isSeen = (text) => text.textContent.trim() && text.getBoundingClientRect().width > 0;
    const isTurned = (text) => /rotate\\((?!0[,)])/.test(text.getAttribute("transform") ?? "");
    for (const [index, cell] of [...document.querySelectorAll(".jp-Notebook .jp-Cell")].entries()) {
      const say = (words) => found.push("[" + index + "] " + words);
      const right = cell.getBoundingClientRect().right;
      for (const node of cell.querySelectorAll(".jp-OutputArea-output, .jp-RenderedMarkdown > *, .js-plotly-plot"))
        if (node.getBoundingClientRect().right > right + 1) say("wider than its cell: " + node.outerHTML.slice(0, 80));
      if (cell.querySelector(".jp-RenderedPlotly:not(:has(.main-svg))")) say("not drawn");
      for (const figure of cell.querySelectorAll(".js-plotly-plot:has(.main-svg)")) {
        const room = figure.querySelector(".main-svg").getBoundingClientRect();
        const texts = [...figure.querySelectorAll("text")]
          .filter((text) => isSeen(text) && !text.closest(".hoverlayer, .modebar-container"))
          .map((text) => ({ text, words: text.textContent.slice(0, 40), box: text.getBoundingClientRect() }));
        for (const { text, words, box } of texts) {
          if (box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 1 || box.bottom > room.bottom + 1)
            say("cut off: " + words);
          for (const part of [text, ...text.querySelectorAll("tspan")])
            if (parseFloat(getComputedStyle(part).fontSize) < 10) say("small: " + words);
        }
        const level = texts.filter(({ text }) => !isTurned(text));
        level.forEach((one, at) => level.slice(at + 1).forEach((other) => {
          const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (wide > -1 && high > 3) say("touch: " + one.words + " | " + other.words);
        }));
      }
    }
    return found;
  })()`);
}

/** Lines of code that are wider than their cell's editor. */
export function findLongLines(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll(".jp-Notebook .cm-scroller")]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
    .map((editor) => [...editor.querySelectorAll(".cm-line")].map((line) => line.textContent)
      .reduce((longest, each) => each.length > longest.length ? each : longest))`);
}
