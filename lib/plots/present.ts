import { findNotebook } from "../notebook.ts";
import type { Figure } from "./figure.ts";
import { Place } from "./place.ts";

/** Shows a figure in the running cell. Returns false in plain Node, where there is none. */
export function present(figure: Figure): boolean {
  const notebook = findNotebook();
  if (!notebook) return false;
  new Place(notebook).show(figure);
  return true;
}
