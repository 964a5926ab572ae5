import { nearest } from "../spelling.ts";
import type { CellNames } from "../reading/names.ts";
import type { Overlay } from "./overlay.ts";

/** Names are compared with all of the notebook: of text that is data there are too many, and too long ones. */
const mostAsked = 100;
const longestAsked = 40;

/**
 * The notebook's names that are spelt much like a name that no cell declares. TypeScript takes one of them for what was
 * meant ("Did you mean 'total'?") if it sees them.
 */
export function nearNames(
  { declared, free }: CellNames,
  overlay: Overlay,
): string[] {
  const near = new Set<string>();
  const unknown = [...free.keys()]
    .filter((name) => !overlay.provider(name) && !(name in globalThis))
    .filter((name) => name.length <= longestAsked)
    .slice(0, mostAsked);
  for (const name of unknown)
    for (const each of nearest(name, overlay.names()))
      if (!declared.has(each) && !free.has(each)) near.add(each);
  return [...near];
}
