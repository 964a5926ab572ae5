import { createRequire, syncBuiltinESMExports } from "node:module";
import type { WorkerOptions } from "node:worker_threads";

const typescript = /\.[cm]?tsx?$/;

/**
 * Lets `new Worker("./work.ts")` start a thread from TypeScript on every Node, with what that file imports as it is by then.
 * Other workers are Node's own affair.
 * @param program URL of what such a thread loads first: typescript-worker.ts
 */
export function openTypescriptWorkers(program: string): void {
  const require = createRequire(import.meta.url);
  const threads = require("node:worker_threads") as {
    Worker: new (file: string | URL, options?: WorkerOptions) => object;
  };
  threads.Worker = new Proxy(threads.Worker, {
    construct(target, [file, options, ...others], newTarget) {
      const own = isTypescript(file, options)
        ? withProgram(program, options)
        : options;
      return Reflect.construct(target, [file, own, ...others], newTarget);
    },
  });
  syncBuiltinESMExports();
}

function isTypescript(file: unknown, options: WorkerOptions = {}): boolean {
  return !options.eval && typescript.test(pathOf(file));
}

function pathOf(file: unknown): string {
  if (typeof file === "string") return file;
  const { protocol, pathname = "" } = (file ?? {}) as Partial<URL>;
  return protocol === "file:" ? pathname : "";
}

function withProgram(program: string, options: WorkerOptions = {}) {
  const execArgv = [...(options.execArgv ?? []), "--import", program];
  return { ...options, execArgv };
}
