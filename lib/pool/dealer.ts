import { BatchSize } from "./batch-size.ts";
import type { PriorityQueue } from "./priority-queue.ts";
import type { TaskSupply } from "./task-supply.ts";
import type { Runner } from "../worker/runner.ts";
import type { Task } from "../worker/task.ts";
import { machineNow } from "../platform/machine-clock.ts";

/** With so much on its way to a worker nothing is sent ahead: large data is slow because it is copied, not because it waits. */
const maxBytesAhead = 1_000_000;

/** A worker that is at one task for longer gets no more ahead, and others may have what waits with it. */
const slowMs = 5;

/** What the dealer asks of its executor. */
export interface Table {
  readonly workers: number;
  readonly maxTasksPerChild: number | undefined;
  readonly queue: PriorityQueue<Task, TaskSupply>;
  living(): Runner[];
  addRunner(): Runner;
  /** A task that was cancelled in the queue. */
  release(task: Task): void;
  /** Tasks that a worker did not begin. */
  takeBack(tasks: Task[]): void;
}

/**
 * Decides which worker gets which tasks: idle workers first, then new ones, and only then tasks ahead of time. When some
 * worker is idle and tasks wait behind a long one at another, they go back into the queue.
 */
export class Dealer {
  readonly batchSize = new BatchSize();
  readonly #table: Table;
  #rescue: NodeJS.Timeout | undefined;

  constructor(table: Table) {
    this.#table = table;
  }

  deal(): void {
    const { workers, queue } = this.#table;
    const living = this.#table.living();
    const idle = living.filter((runner) => runner.load === 0);
    for (const [at, runner] of idle.entries()) {
      const all = living.length === workers;
      this.#feed(runner, all ? this.#portion(idle.length - at) : 1);
    }
    let missing = workers - living.length;
    for (; missing > 0 && queue.size > 0; missing -= 1) {
      this.#feed(this.#table.addRunner(), 1);
    }
    for (const runner of this.#table.living()) this.#feedInAdvance(runner);
    this.#rescueLater();
  }

  #feedInAdvance(runner: Runner): void {
    // Half empty before it is filled again: fewer messages.
    if (runner.load === 0 || runner.load > this.batchSize.allowance / 2) return;
    if (isSlow(runner)) return;
    this.#feed(runner, this.#portion(this.#table.workers) - runner.load);
  }

  /** How many tasks a worker may have now, so that so many of them share the last ones evenly. */
  #portion(among: number): number {
    const fair = Math.ceil(this.#table.queue.size / among);
    return Math.min(this.batchSize.allowance, fair);
  }

  #feed(runner: Runner, count: number): void {
    const { queue, maxTasksPerChild = Infinity } = this.#table;
    const most = runner.takesAhead ? count : Math.min(count, 1 - runner.load);
    const tasks: Task[] = [];
    let bytes = runner.bytes;
    while (
      tasks.length < most &&
      runner.given + tasks.length < maxTasksPerChild &&
      bytes < maxBytesAhead
    ) {
      const task = queue.shift();
      if (task === undefined) break;
      if (task.future.done()) {
        this.#table.release(task);
        continue;
      }
      tasks.push(task);
      bytes += task.bytes;
    }
    if (tasks.length > 0) queue.putBack(runner.run(tasks));
  }

  /** Looks again in a moment, if workers are idle while tasks wait at others. */
  #rescueLater(): void {
    if (this.#rescue !== undefined || !this.#isUneven()) return;
    this.#rescue = setTimeout(() => {
      this.#rescue = undefined;
      if (!this.#isUneven()) return;
      const slow = this.#table.living().filter(isSlow);
      this.#table.takeBack(slow.flatMap((runner) => runner.takeBack()));
      this.#rescueLater();
    }, slowMs).unref();
  }

  #isUneven(): boolean {
    const { workers, queue } = this.#table;
    if (queue.size > 0) return false;
    const living = this.#table.living();
    if (!living.some(({ load }) => load > 1)) return false;
    return living.length < workers || living.some(({ load }) => load === 0);
  }
}

function isSlow(runner: Runner): boolean {
  return runner.started && machineNow() - runner.since > slowMs;
}
