import { setFlagsFromString } from "node:v8";
// The build reads it, too: a code cache holds for the flags that it was made with.
import hostFlags from "./host-flags.json" with { type: "json" };

/**
 * Sets V8's flags of a process that talks to a runtime and reads cells. Messages live for a moment: V8 would give their nursery
 * up to 100 MB for less than a fifth of speed. And what lives longer is 15 MB: garbage is collected when a third of that has
 * come together, not as much again.
 */
export function setHostFlags(): void {
  for (const flag of hostFlags) setFlagsFromString(flag);
}
