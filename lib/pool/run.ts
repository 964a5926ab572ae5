import type { Executor } from "./executor.ts";
import { Future } from "../future/future.ts";
import { ChunkFeed } from "./chunk-feed.ts";
import { toChunks } from "./chunks.ts";
import { Failure } from "./outcomes.ts";
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
    const giveUp = (reason: unknown): void =>
      executor.abort([task as Task], reason);
    applyLimits(giveUp, options, task.future);
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
  const { chunkSize } = options;
  const bar = makeTaskBar(options.progress, call.name, items.length);
  const results = new Array<Awaited<R>>(items.length);
  const all = new Future<typeof results>();
  let left = Math.ceil(items.length / chunkSize);
  const feed = new ChunkFeed<Awaited<R>>({
    executor,
    call,
    mode,
    chunkSize,
    bar,
    settled: (place, outcome) => {
      left -= 1;
      if (outcome instanceof Failure) return all.setException(outcome.error);
      // As each comes: the workers compute meanwhile.
      putChunk(results, place * chunkSize, outcome);
      if (left === 0) all.setResult(results);
    },
  });
  // All numbers at once, if there are only numbers: a chunk is then a copy of some bytes.
  const packed = chunkSize < worthwhile ? items : packChunk(items);
  try {
    for (const { chunk } of toChunks(packed, chunkSize)) feed.add(chunk);
    feed.flush();
    if (left === 0) all.setResult(results);
    applyLimits((reason) => feed.abort(reason), options, all);
    await all;
    bar?.finish();
    return results;
  } catch (error) {
    feed.cancel(error);
    bar?.stop();
    throw error;
  }
}
