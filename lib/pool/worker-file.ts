import { fileURLToPath } from "node:url";

/**
 * The file that workers run. The library is bundled into few files of dist/lib, this one among them; `pool/` is where the
 * build puts the worker's.
 */
export const workerFile = fileURLToPath(
  new URL("./pool/worker-entry.js", import.meta.url),
);
