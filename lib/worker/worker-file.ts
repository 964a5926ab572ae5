import { fileURLToPath } from "node:url";

/**
 * The file that workers run. The library is bundled into few files of dist/lib, this one among them; there the build puts
 * the worker's file, too (see `lib/build.js`).
 */
export const workerFile = fileURLToPath(
  new URL("./worker-entry.cjs", import.meta.url),
);
