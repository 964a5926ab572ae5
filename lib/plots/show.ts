import { findPage } from "../notebook-page.ts";
import type { Showable } from "./figure-json.ts";
import { findPlace } from "./place.ts";

/** Where a figure was shown. */
export interface Shown {
  /** Shows another figure in the same place, ten a second at most; without a page, prints it. */
  update(figure: Showable): void;
}

/**
 * Shows a figure in the running cell, or prints it in words where there is no page, as in plain Node.
 *
 *     const place = show(line(first));
 *     place.update(line(second));      // the picture moves, the page does not
 *
 * @param options.displayId a name of your own for the place
 */
export function show(
  figure: Showable,
  options: { displayId?: string } = {},
): Shown {
  const page = findPage();
  if (!page) {
    console.log(figure.description);
    return { update: (next) => console.log(next.description) };
  }
  const place = findPlace(page, options);
  place.show(figure);
  return {
    update: (next) => place.show(next),
    // As the last value of a cell it shows nothing more: the figure is there.
    [Symbol.for("Jupyter.display")]: () => ({ "text/plain": undefined }),
  };
}
