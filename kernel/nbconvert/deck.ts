// The script of exported slides, after the one of every page.
import Reveal from "reveal.js";
import Notes from "reveal.js/plugin/notes/notes.esm.js";
import { fitSlides, slideSize, wrapSlides } from "./fit-slides.ts";

document.addEventListener("DOMContentLoaded", async () => {
  const slides = wrapSlides();
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
  Object.assign(globalThis, { romanescoDeck: deck });
  await deck.initialize();
  await document.fonts.ready;
  fitSlides(slides);
  document.documentElement.classList.add("romanesco-ready");
});
