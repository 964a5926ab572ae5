import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/** A CommonJS file that has been run. */
export interface LoadedScript<Exports> {
  script: Script;
  exports: Exports;
}

/**
 * Runs a CommonJS file as `require` does, with V8's code cache of it where the build has left one beside it: `file.cache`.
 * V8 refuses a cache that is of another version, or for other flags; the file is compiled then. It cannot `import()`.
 */
export function loadScript<Exports>(file: string): LoadedScript<Exports> {
  const script = new Script(Module.wrap(readFileSync(file, "utf8")), {
    filename: file,
    cachedData: readCache(`${file}.cache`),
  });
  const run = script.runInThisContext() as (...named: unknown[]) => void;
  const own = { exports: {} as Exports };
  run(own.exports, createRequire(file), own, file, dirname(file));
  return { script, exports: own.exports };
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    // Nothing but time is lost.
    return undefined;
  }
}
