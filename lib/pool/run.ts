import type { Executor } from "./executor.ts";
import { Future } from "./future.ts";
import { toChunks } from "./chunks.ts";
import { applyLimits, type Limits } from "./limits.ts";
import { joinChunks, packChunk } from "./numbers.ts";
import { makeTaskBar, type Progress } from "./task-bar.ts";
import { makeCall, makeTask, type Target, type Task } from "./task.ts";

/** Queues one call of `fn`. A function or an argument that cannot travel rejects the future. */
export function runOne<A extends unknown[], R>(
  executor: Executor,
  fn: (...args: A) => R,
  args: A,
  limits: Limits,
  caller: Function,
): Future<Awaited<R>> {
  try {
    executor.prepare();
    const call = makeCall(fn, caller);
    const task = makeTask<Awaited<R>>(call, "call", args, "argument");
    executor.submit(task as Task);
    applyLimits(executor, [task as Task], limits, task.future);
    return task.future;
  } catch (error) {
    const failed = new Future<Awaited<R>>();
    failed.setException(error);
    return failed;
  }
}

export interface RunOptions extends Limits {
  /** Items a task. */
  chunkSize: number;
  progress: Progress | undefined;
}

/**
 * Runs `fn` on every item. The first error rejects, and tasks that have not begun are dropped.
 * @returns results in input order
 */
export async function runAll<R>(
  executor: Executor,
  fn: Target,
  mode: "each" | "spread",
  items: readonly unknown[],
  options: RunOptions,
  caller: Function,
): Promise<Awaited<R>[]> {
  executor.prepare();
  const call = makeCall(fn, caller);
  const tasks: Task<ArrayLike<Awaited<R>>>[] = [];
  let start = 0;
  const sizes: number[] = [];
  for (const chunk of toChunks(items, options.chunkSize)) {
    tasks.push(
      makeTask(call, mode, [packChunk(chunk)], nameItems(start, chunk.length)),
    );
    sizes.push(chunk.length);
    start += chunk.length;
  }
  const bar = makeTaskBar(options.progress, call.name, items.length);
  tasks.forEach(({ future }, i) => bar?.follow(future, sizes[i] ?? 0));
  const plain = tasks as unknown as Task[];
  for (const task of plain) executor.submit(task);
  const all = Promise.all(tasks.map((task) => task.future));
  applyLimits(executor, plain, options, all);
  try {
    const results = joinChunks(await all);
    bar?.finish();
    return results;
  } catch (error) {
    for (const task of tasks) task.future.cancel();
    bar?.stop();
    throw error;
  }
}

function nameItems(start: number, count: number): string {
  return count === 1
    ? `item ${start}`
    : `items ${start} to ${start + count - 1}`;
}
