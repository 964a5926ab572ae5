import type { ChildProcess } from "node:child_process";
import { PassThrough } from "node:stream";
import {
  spawnRuntime,
  type SpawnedRuntime,
} from "../../interpreter/host/spawn-runtime.ts";

/** Which of the two runtimes of a graded submission. */
export type Half = "cells" | "checks";

/** Starts the two runtimes of a submission. */
export interface RuntimePair {
  /** Started again when it is asked for again. */
  start(half: Half): SpawnedRuntime;
  /** What is asked for from now on belongs together, and to nothing from before. */
  renew(): void;
}

/** Pipes of the checks' runtime: its output, its line to us and the line of its workers. */
const checkPipes = 4;
const firstCheckPipe = 6;

/**
 * Both share one sandbox, which one program sets up: it is started once for the two, and once more when a half is asked for
 * again, for when one of them ends, the sandbox and the other end with it.
 */
export class WalledPair implements RuntimePair {
  readonly #directory: string;
  readonly #program: string;
  #current: SpawnedRuntime | undefined;
  #taken = new Set<Half>();

  /** @param program run by Node, with the descriptors that run-both.sh tells of */
  constructor(directory: string, program: string) {
    this.#directory = directory;
    this.#program = program;
  }

  start(half: Half): SpawnedRuntime {
    if (this.#taken.has(half)) this.renew();
    this.#taken.add(half);
    this.#current ??= spawnRuntime(this.#directory, this.#program, {
      more: checkPipes,
    });
    const { child, ...spawned } = this.#current;
    if (!child || half === "cells") return { ...spawned, child };
    return { ...spawned, child: asChecks(child) };
  }

  renew(): void {
    this.#current = undefined;
    this.#taken = new Set();
  }
}

/** The same process, as it is for who speaks with the second runtime in it. */
function asChecks(child: ChildProcess): ChildProcess {
  const [out, err, ...lines] = (child.stdio as unknown[]).slice(firstCheckPipe);
  // Nobody looks at the checks' values: the last line says nothing.
  const stdio = [null, out, err, ...lines, new PassThrough()];
  const own: Record<PropertyKey, unknown> = { stdio, stdout: out, stderr: err };
  return new Proxy(child, {
    get(target, key): unknown {
      if (key in own) return own[key];
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function"
        ? (value.bind(target) as unknown)
        : value;
    },
  });
}
