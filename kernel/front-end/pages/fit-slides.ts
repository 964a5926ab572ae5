/** In CSS px, before reveal.js scales the deck to the window. */
export const slideSize = { width: 1280, height: 720 };

/** Around what stands on a slide; deck.css has them too. */
const margin = { x: 56, y: 32 };

/** In a figure that is narrower, titles and labels have no room. */
const figureWidth = 600;

/** Text may grow to this, and shrink as far as it must. */
const largest = 1.5;
const smallest = 0.25;

/** Puts what stands on each slide into a box of its own, which can be measured and scaled. */
export function wrapSlides(): HTMLElement[] {
  const slides = [
    ...document.querySelectorAll<HTMLElement>(".slides section"),
  ].filter((section) => section.querySelector("section") === null);
  return slides.map((slide) => {
    const box = document.createElement("div");
    box.className = "romanesco-slide";
    box.append(...slide.childNodes);
    slide.append(box);
    return box;
  });
}

/**
 * How a slide's cells are arranged, by class of its box, and by how much larger it must come out to be preferred to the
 * ones before: from top to bottom is how one reads a notebook.
 */
const arrangements = [
  { name: "romanesco-below", bonus: 1 },
  { name: "romanesco-beside", bonus: 1.1 },
  { name: "romanesco-columns", bonus: 1.2 },
] as const;

/** Sets each slide as large as it fits, in the arrangement in which it is largest. */
export function fitSlides(boxes: HTMLElement[]): void {
  // Slides out of view have no size.
  document.documentElement.classList.add("romanesco-measuring");
  for (const box of boxes) {
    let best = { name: "", scale: 0 };
    for (const { name, bonus } of arrangements) {
      arrange(box, name);
      const scale = findScale(box);
      if (scale > best.scale * bonus) best = { name, scale };
    }
    arrange(box, best.name);
    setScale(box, best.scale);
  }
  document.documentElement.classList.remove("romanesco-measuring");
}

function arrange(box: HTMLElement, name: string): void {
  box.className = `romanesco-slide ${name}`;
}

/** The largest scale at which the slide's content fits; lines are broken anew for each. */
function findScale(box: HTMLElement): number {
  let fits = smallest;
  let tooLarge = largest;
  if (isFitting(box, largest)) return largest;
  while (tooLarge - fits > 0.01) {
    const scale = (fits + tooLarge) / 2;
    if (isFitting(box, scale)) fits = scale;
    else tooLarge = scale;
  }
  return fits;
}

function isFitting(box: HTMLElement, scale: number): boolean {
  setScale(box, scale);
  const find = (selector: string) => [...box.querySelectorAll(selector)];
  return (
    [box, ...find("pre")].every(
      (each) => each.scrollWidth <= each.clientWidth,
    ) &&
    box.scrollHeight <= box.clientHeight &&
    find(".romanesco-figure").every((each) => each.clientWidth >= figureWidth)
  );
}

function setScale({ style }: HTMLElement, scale: number): void {
  style.transform = `scale(${scale})`;
  style.width = `${(slideSize.width - 2 * margin.x) / scale}px`;
  style.height = `${(slideSize.height - 2 * margin.y) / scale}px`;
}
