import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collector = (options?: { type: "minor" | "major" }) => void;

let collector: Collector | undefined;

/** What V8 does when it thinks best, at once. A "minor" collection looks at what is young only, and takes about a millisecond. */
export function collectGarbage(type: "minor" | "major" = "major"): void {
  collector ??= (globalThis.gc as Collector | undefined) ?? askForCollector();
  collector({ type });
}

function askForCollector(): Collector {
  setFlagsFromString("--expose-gc");
  // Contexts that are made from now on have it.
  const found = runInNewContext("gc") as Collector;
  // Those that cells make do without.
  setFlagsFromString("--no-expose-gc");
  return found;
}
