// V8's code cache of what reads cells: the thread has it running in a third of the time, and reads its first cells faster.
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { isMainThread, Worker } from "node:worker_threads";

const flagsFile = new URL(
  "../interpreter/reading/host-flags.json",
  import.meta.url,
);
const built = new URL(
  "../../dist/kernel/interpreter/reading/",
  import.meta.url,
);

const [v8] = process.versions.v8.split(".");

/** For this Node, and for the flags that the kernel sets. */
export async function cacheReader() {
  const { every, [v8]: own = [] } = JSON.parse(readFileSync(flagsFile, "utf8"));
  for (const flag of [...every, ...own]) setFlagsFromString(flag);
  const thread = new Worker(new URL(import.meta.url));
  const [code] = await once(thread, "exit");
  if (code !== 0) throw new Error("what reads cells could not be run");
}

if (!isMainThread) {
  /** @type {{ reader: import("../interpreter/reading/load-script.ts").LoadedScript<typeof import("../interpreter/reading/reader.ts")> }} */
  const { reader } = createRequire(built)("./reader-thread.cjs");
  await reader.exports.warmed;
  const cache = new URL("reader.cjs.cache", built);
  writeFileSync(fileURLToPath(cache), reader.script.createCachedData());
  process.exit();
}
