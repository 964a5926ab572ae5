import { ChildProcess, type SpawnOptions } from "node:child_process";
import type { Worker } from "node:worker_threads";
import type { CellContext } from "./cell-context.ts";
import type { ChildNews } from "./children.ts";

interface Startable extends ChildProcess {
  spawn(options: SpawnOptions): unknown;
}

/**
 * Knows which cell started each child process and each worker thread, so that Stop ends those of the stopped cell and
 * leaves the others alone. The helper thread ends processes, also while the main thread is busy, so it is told of each.
 * A child that was started `detached` has a life of its own, as in a terminal.
 */
export class Belongings {
  readonly #workers = new Map<Worker, number>();
  /** Workers that were disowned before Node told of them. */
  readonly #others = new WeakSet<object>();

  readonly #context: CellContext;
  readonly #tell: (news: ChildNews) => void;

  constructor(context: CellContext, tell: (news: ChildNews) => void) {
    this.#context = context;
    this.#tell = tell;
  }

  install(): void {
    const prototype = ChildProcess.prototype as Startable;
    const { spawn } = prototype;
    const started = (child: ChildProcess, detached = false) =>
      this.#started(child, detached);
    prototype.spawn = function (this: Startable, options) {
      const result = spawn.call(this, options);
      started(this, options.detached);
      return result;
    };
    process.on("worker", (worker) => this.#startedWorker(worker));
  }

  /** The library ends this one: it knows what a worker is busy with. */
  disown(thing: object): void {
    if (!(thing instanceof ChildProcess)) {
      this.#others.add(thing);
      this.#workers.delete(thing as Worker);
    } else if (thing.pid !== undefined)
      this.#tell({ child: thing.pid, state: "started" });
  }

  /** Ends the worker threads that these cells started. */
  endWorkers(cells: readonly number[]): void {
    for (const [worker, cell] of this.#workers)
      if (cells.includes(cell)) void worker.terminate();
  }

  #started(child: ChildProcess, detached: boolean): void {
    const { pid } = child;
    if (pid === undefined) return;
    const cell = detached ? undefined : this.#context.cell;
    this.#tell({ child: pid, state: "started", cell });
    child.once("exit", () => this.#tell({ child: pid, state: "ended" }));
  }

  /** Node tells of a worker one tick after it was made. */
  #startedWorker(worker: Worker): void {
    const { cell } = this.#context;
    if (cell === undefined || this.#others.has(worker)) return;
    this.#workers.set(worker, cell);
    worker.once("exit", () => this.#workers.delete(worker));
  }
}
