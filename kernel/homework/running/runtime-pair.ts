import type { ChildProcess } from "node:child_process";
import { PassThrough } from "node:stream";
import {
  spawnRuntime,
  type SpawnedRuntime,
} from "../../interpreter/host/spawn-runtime.ts";

/** Which of the two runtimes of a graded submission. */
export type Half = "cells" | "checks";

/** Starts the two runtimes of a submission, each again when it is asked for again. */
export type StartHalf = (half: Half) => SpawnedRuntime;

/** Pipes of the checks' runtime: its output, its line to us and the line of its workers. */
const checkPipes = 4;
const firstCheckPipe = 6;

/**
 * Both behind the same walls, which one program puts up: it is started once for the two, and once more when a half is asked
 * for again, for with one of them the walls and the other are gone.
 * @param program run by Node, with the descriptors that run-both.sh tells of
 */
export function startTogether(directory: string, program: string): StartHalf {
  let current: SpawnedRuntime | undefined;
  let taken = new Set<Half>();
  return (half) => {
    if (!current || taken.has(half)) {
      current = spawnRuntime(directory, program, { more: checkPipes });
      taken = new Set();
    }
    taken.add(half);
    const { child, ...spawned } = current;
    if (!child || half === "cells") return { ...spawned, child };
    return { ...spawned, child: asChecks(child) };
  };
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
