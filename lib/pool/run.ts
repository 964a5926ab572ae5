import type { Executor } from "./executor.ts";
import { Future } from "../future/future.ts";
import { nameItems, toChunks } from "./chunks.ts";
import {
  applyLimits,
  taskRules,
  type Limits,
  type TaskOptions,
} from "./limits.ts";
import { packChunk, putChunk, worthwhile } from "../transfer/numbers.ts";
import { checkOptions, rule, type Rules } from "./options.ts";
import { makeTaskBar, type Progress } from "./task-bar.ts";
import { makeCall, makeTask, type Target, type Task } from "../worker/task.ts";

/** Queues one call of `fn`. A function or an argument that cannot travel rejects the future. */
export function runOne<A extends unknown[], R>(
  executor: Executor,
  fn: (...args: A) => R,
  args: A,
  options: TaskOptions,
  caller: Function,
  rules: Rules<TaskOptions> = taskRules,
): Future<Awaited<R>> {
  try {
    checkOptions(options, rules, caller.name);
    rule.list(args as never, "args");
    executor.prepare();
    const call = makeCall(fn, caller);
    const task = makeTask<Awaited<R>>(
      call,
      "call",
      args,
      "argument",
      options.priority,
    );
    executor.submit(task as Task);
    applyLimits(executor, [task as Task], options, task.future);
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
  const bar = makeTaskBar(options.progress, call.name, items.length);
  const results = new Array<Awaited<R>>(items.length);
  const tasks: Task<ArrayLike<Awaited<R>>>[] = [];
  const settled: Promise<void>[] = [];
  const { chunkSize } = options;
  // All numbers at once, if there are only numbers: a chunk is then a copy of some bytes.
  const packed = chunkSize < worthwhile ? items : packChunk(items);
  for (const { start, chunk } of toChunks(packed, chunkSize)) {
    const what = nameItems(start);
    const task = makeTask<ArrayLike<Awaited<R>>>(call, mode, [chunk], what);
    tasks.push(task);
    // As each comes: the workers compute meanwhile.
    settled.push(task.future.then((part) => putChunk(results, start, part)));
    bar?.follow(task.future, chunk.length);
  }
  const plain = tasks as unknown as Task[];
  for (const task of plain) executor.submit(task);
  const all = Promise.all(settled);
  applyLimits(executor, plain, options, all);
  try {
    await all;
    bar?.finish();
    return results;
  } catch (error) {
    for (const task of tasks) task.future.cancel();
    bar?.stop();
    throw error;
  }
}
