import { findPage } from "../notebook-page.ts";
import type { Showable } from "./figure-json.ts";
import { findPlace } from "./place.ts";

/** Where `display` and `updateDisplay` were told to show a value. */
export interface Where {
  /** A name of the notebook's own for the place. */
  displayId?: string;
  /** Something stands in that place already, and the figure takes its room (default false). */
  update?: boolean;
}

/** Shows a figure in the running cell. Returns false where there is no page for it. */
export function present(figure: Showable, where: Where = {}): boolean {
  const page = findPage();
  if (!page) return false;
  if (page.asideOutput) page.display(figure.toMimeBundle());
  else findPlace(page, where).show(figure);
  return true;
}
