// The script of exported slides, after that of every page.
import Reveal from "reveal.js";
import Notes from "reveal.js/plugin/notes/notes.esm.js";
import { fitSlides, slideSize, wrapSlides } from "./fit-slides.ts";

document.addEventListener("DOMContentLoaded", async () => {
  const slides = wrapSlides();
  writeNotes(slides);
  await document.fonts.ready;
  fitSlides(slides);
  // A fold that is opened needs room, and gives it back when it is closed. The event does not bubble.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      const slide = (target as Element).closest<HTMLElement>(
        ".romanesco-slide",
      );
      if (slide) fitSlides([slide]);
    },
    { capture: true },
  );
  const deck = new Reveal({
    ...slideSize,
    margin: 0,
    minScale: 0.1,
    maxScale: 4,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    // The speaker's window tells how one keeps to the times of the slides, where they have any.
    defaultTiming: document.querySelector("[data-timing]") ? 0 : null,
    plugins: [Notes],
  });
  // The name by which decks are known to what controls them.
  Object.assign(globalThis, { Reveal: deck });
  await deck.initialize();
});

/** reveal.js reads a slide's attribute, then overwrites it with what stands in its asides: so the notes go into one. */
function writeNotes(slides: HTMLElement[]): void {
  for (const slide of slides) {
    const notes = slide.closest("section")?.dataset["notes"];
    if (notes === undefined) continue;
    const aside = document.createElement("aside");
    aside.className = "notes";
    aside.textContent = notes;
    slide.after(aside);
  }
}
