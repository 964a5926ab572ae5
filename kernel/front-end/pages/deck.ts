// The script of exported slides, after that of every page.
import Reveal from "reveal.js";
import Notes from "reveal.js/plugin/notes/notes.esm.js";
import { fitSlides, slideSize, wrapSlides } from "./fit-slides.ts";

document.addEventListener("DOMContentLoaded", async () => {
  const slides = wrapSlides();
  await document.fonts.ready;
  fitSlides(slides);
  const deck = new Reveal({
    ...slideSize,
    margin: 0,
    minScale: 0.1,
    maxScale: 4,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    plugins: [Notes],
  });
  // The name by which decks are known to what controls them.
  Object.assign(globalThis, { Reveal: deck });
  await deck.initialize();
});
