import { findPage } from "../page.ts";
import type { Figure } from "./figure.ts";
import { Place } from "./place.ts";

/** Shows a figure in the running cell. Returns false where there is no page for it. */
export function present(figure: Figure): boolean {
  const page = findPage();
  if (!page) return false;
  new Place(page).show(figure);
  return true;
}
