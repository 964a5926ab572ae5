import { setFlagsFromString } from "node:v8";
// The build reads it, too: a code cache holds for the flags that it was made with.
import hostFlags from "./host-flags.json" with { type: "json" };

/**
 * Sets V8's flags of a process that talks to a runtime and reads cells: those for every V8, and those for this one. Messages live
 * for a moment: V8 would give their nursery up to 100 MB for less than a fifth of speed. And what lives longer is 15 MB: garbage is
 * collected when a third of that has come together, not as much again. Each thread that starts puts the first of them back.
 *
 * Node 20's V8 has no compiler between the plain one and the thorough one, which took more than it gave back in the first hundreds
 * of cells: it is to wait seven times as long.
 */
export function setHostFlags(): void {
  const { every, ...others } = hostFlags;
  const [major] = process.versions.v8.split(".");
  const own = (others as Record<string, string[]>)[major!] ?? [];
  for (const flag of [...every, ...own]) setFlagsFromString(flag);
}
