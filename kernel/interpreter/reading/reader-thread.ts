/** The thread in which the text of cells is read: see thread-reader.ts. What it does is in reader.ts, which is large. */
import { join } from "node:path";
import { loadScript } from "./load-script.ts";

// The build makes the code cache from it.
export const reader = loadScript<typeof import("./reader.ts")>(
  join(__dirname, "reader.cjs"),
);
