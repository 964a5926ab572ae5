import { parentOf } from "../platform/current.ts";
import { newsSince } from "../sync/blocks.ts";
import { decodeError } from "../transfer/errors.ts";
import {
  type BrokenExecutorError,
  CancelledError,
  InterruptError,
  SharedMemoryError,
  WorkerExitError,
  WorkerStartError,
  type WorkerExit,
} from "../errors.ts";
import type { Nesting } from "../worker/nesting.ts";
import {
  cannotStart,
  closed,
  initializerFailed,
  startsFailed,
} from "./broken.ts";
import { Dealer } from "./dealer.ts";
import { IdleWatch } from "./idle-watch.ts";
import type { Executor } from "./executor.ts";
import { makeClaims } from "../worker/home-claims.ts";
import { delist, enlist, type Interruptible } from "../worker/interruptible.ts";
import { lendObjects } from "../worker/lend-objects.ts";
import type { TaskReply, WireCall } from "../worker/messages.ts";
import { makeAnswerLog } from "../worker/answer-log.ts";
import type { Settle } from "./settle-future.ts";
import { PriorityQueue } from "./priority-queue.ts";
import { Runner, type RunnerEvents } from "../worker/runner.ts";
import type { Call, Task } from "../worker/task.ts";
import type { TaskSupply } from "./task-supply.ts";
import { machineNow } from "../platform/machine-clock.ts";
import {
  Timeline,
  type Activity,
  type ActivityEvent,
  type TaskRecord,
} from "../worker/timeline.ts";
import type { SpawnWorker, WorkerOptions } from "../worker/worker-handle.ts";
import { TurnEnd } from "../platform/turn-end.ts";
import { Watchers } from "./watchers.ts";
import { currentCell, outputFd } from "../worker/worker-output.ts";

export interface LocalExecutorOptions extends WorkerOptions {
  workers: number;
  nesting: Nesting;
  spawn: SpawnWorker;
  /** Whether workers are threads of this process. */
  sharesMemory: boolean;
  /** Names the workers: `${name}-${number}`. */
  name: string;
  initializer?: WireCall;
  /** A worker is replaced after so many tasks (default: never). */
  maxTasksPerChild?: number;
  /** Seconds. */
  idleTimeout?: number;
  minWorkers?: number;
  /** What becomes of tasks that are done. */
  settle: Settle;
  /** Whether tasks may be bundles. */
  bundles?: boolean;
}

/** So many workers in a row that end before they are ready mean that none will be. */
const maxFailedStarts = 3;

/**
 * Runs tasks on threads or processes of this machine.
 *
 *     submit -> queue -> runner 1..n -> worker
 *                 ^---------|  tasks behind one that ended its worker
 *
 * States: open -> closing (no new tasks) -> closed (workers told to end); broken (no worker can start).
 */
export class LocalExecutor implements Executor, Interruptible {
  readonly workers: number;
  #state: "open" | "closing" | "closed" | "broken" = "open";
  #broken: BrokenExecutorError | undefined;
  readonly #options: LocalExecutorOptions;
  readonly #queue = new PriorityQueue<Task, TaskSupply>();
  readonly #runners = new Set<Runner>();
  readonly #timeline = new Timeline();
  readonly #dealer: Dealer;
  readonly #idle: IdleWatch;
  #lastNumber = 0;
  #failedStarts = 0;
  readonly #turnEnd = new TurnEnd(() => this.#dispatch());
  #onEnd: (() => void)[] = [];
  readonly #watchers = new Watchers();

  constructor(options: LocalExecutorOptions) {
    this.#options = options;
    this.workers = options.workers;
    this.#dealer = new Dealer({
      workers: this.workers,
      maxTasksPerChild: options.maxTasksPerChild,
      queue: this.#queue,
      living: () => this.runners,
      addRunner: () => this.#addRunner(),
      release: (task) => this.#release(task),
      takeBack: (tasks) => this.#putBack(tasks),
    });
    this.#idle = new IdleWatch(
      () => this.runners,
      options.idleTimeout,
      options.minWorkers,
    );
  }

  /** Starts all workers now rather than with the first tasks. */
  start(): void {
    // Counted once: one that cannot be started is gone as soon as it is made.
    let missing = this.workers - this.runners.length;
    for (; missing > 0; missing -= 1) this.#addRunner();
  }

  prepare(): void {
    if (this.#state === "open" && this.#runners.size === 0) this.#addRunner();
  }

  submit(task: Task): void {
    if (this.#state !== "open")
      return task.future.setException(this.#broken ?? closed());
    if (task.shared && !this.#options.sharesMemory) {
      task.future.setException(new SharedMemoryError(task.shared));
      return;
    }
    lendObjects(task);
    this.#queue.push(task);
    this.#wake();
  }

  submitAll(supply: TaskSupply): void {
    if (this.#state !== "open") return supply.drop(this.#broken ?? closed());
    this.#queue.pushSupply(supply);
    this.#wake();
  }

  drop(supply: TaskSupply, reason: unknown): void {
    supply.drop(reason);
    this.#forgetOver(supply.call);
    this.#wake();
  }

  abort(tasks: Task[], reason: unknown): void {
    const open = new Set(tasks.filter((task) => !task.future.done()));
    for (const task of open) task.future.setException(reason);
    for (const runner of this.#runners) this.#putBack(runner.giveUp(open));
  }

  /** Drops the tasks that no worker has begun. */
  cancelQueued(): void {
    const taken = [...this.#runners].flatMap((runner) => runner.takeBack());
    for (const supply of this.#queue.supplies)
      this.drop(supply, new CancelledError("the task was cancelled"));
    for (const task of [...taken, ...this.#queue.takeAll()]) {
      // One that counts as running stays, though its worker had not quite begun.
      if (task.future.running()) this.#queue.push(task);
      else if (task.future.cancel()) this.#release(task);
    }
    this.#wake();
  }

  close(): void {
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#wake();
  }

  terminate(reason: unknown, kill = false): void {
    if (this.#state !== "broken") this.#state = "closed";
    this.#giveUp(reason, kill ? "SIGKILL" : "SIGTERM");
  }

  /** Tasks that no worker is at, as far as can be told. */
  get waiting(): number {
    let waiting = this.#queue.size;
    for (const { load } of this.#runners) waiting += Math.max(0, load - 1);
    return waiting;
  }

  interrupt(cells: readonly number[]): void {
    const all = [...this.#runners].flatMap(({ tasks }) => tasks);
    const isTheirs = ({ call }: { call: Call }): boolean =>
      cells.length === 0 || cells.includes(call.cell);
    const stopped = [...all, ...this.#queue.toArray()].filter(isTheirs);
    const supplies = this.#queue.supplies.filter(isTheirs);
    // Whoever watches still sees what will not be done.
    if (stopped.length + supplies.length > 0) this.#watchers.tell("stop");
    for (const supply of supplies) this.drop(supply, new InterruptError());
    this.abort(stopped, new InterruptError());
    // A worker started for them would have nothing to do.
    for (const task of this.#queue.sift(({ future }) => !future.done()))
      this.#release(task);
    // What the turn that was cut had put off went with it.
    this.#turnEnd.forget();
    this.#wake();
    this.#checkEnd();
  }

  async join(): Promise<void> {
    while (this.#runners.size > 0 || this.#queue.size > 0) {
      // Idle workers do not keep the program alive, but here it waits for their end.
      for (const runner of this.#runners) runner.handle.setBusy(true);
      await new Promise<void>((resolve) => this.#onEnd.push(resolve));
    }
  }

  timeline(): TaskRecord[] {
    return this.#timeline.toArray();
  }

  activity(): Activity {
    const running = [...this.#runners].flatMap(({ number, current }) =>
      current
        ? this.#timeline.describeRunning(current.task, number, current.since)
        : [],
    );
    let waiting = this.#queue.size - running.length;
    for (const runner of this.#runners) waiting += runner.load;
    const { workers } = this;
    const now = this.#timeline.now();
    return { now, workers, done: this.timeline(), running, waiting };
  }

  watch(listener: (event: ActivityEvent) => void): () => void {
    return this.#watchers.add(listener);
  }

  #tellProgress(): void {
    if (!this.#watchers.any) return;
    const busy =
      this.#queue.size > 0 || [...this.#runners].some(({ load }) => load > 0);
    this.#watchers.tell(busy ? "change" : "idle");
  }

  /** Numbers, ids and loads of the workers alive now. */
  get runners(): Runner[] {
    return [...this.#runners].filter((runner) => runner.alive);
  }

  /** Hands out tasks once this turn is over, so that what is submitted together travels together. */
  #wake(): void {
    this.#turnEnd.ask();
  }

  #dispatch(): void {
    this.#dealer.deal();
    this.#idle.look();
    if (this.#state === "closing" && this.#queue.size === 0) {
      for (const runner of this.runners)
        if (runner.load === 0 && this.#isPrepared(runner)) runner.stop();
    }
    this.#tellProgress();
    this.#checkEnd();
  }

  /** Python's initializer runs in every worker, also when nothing else does. */
  #isPrepared(runner: Runner): boolean {
    return runner.started || this.#options.initializer === undefined;
  }

  #addRunner(): Runner {
    this.#lastNumber += 1;
    const { name, initializer, spawn } = this.#options;
    const runner = new Runner(
      this.#lastNumber,
      spawn,
      {
        kind: "start",
        name: `${name}-${this.#lastNumber}`,
        outputFd: outputFd(),
        cell: currentCell(),
        nesting: this.#options.nesting,
        initializer,
        parent: parentOf(this.#options.sharesMemory),
        blocks: this.#options.sharesMemory ? newsSince(0).news : undefined,
      },
      this.#options,
      this.#events,
      makeClaims(this.#options.sharesMemory),
      this.#options.bundles === true ? makeAnswerLog() : undefined,
    );
    this.#runners.add(runner);
    enlist(this);
    return runner;
  }

  readonly #events: RunnerEvents = {
    ready: () => {
      this.#failedStarts = 0;
      this.#tellProgress();
      // A runner of a closing pool may have become ready with nothing to do.
      if (this.#state !== "open") this.#wake();
      this.#idle.look();
    },
    reply: (runner, task, reply) => this.#settle(runner, task, reply),
    refused: (_, task, error) => {
      this.#release(task);
      task.future.setException(error);
      this.#wake();
    },
    broken: (runner, message) => {
      const cause = decodeError(message.error, "");
      this.#breakDown(initializerFailed(runner.number, cause));
    },
    returned: (tasks) => this.#putBack(tasks),
    exit: (runner, begun, returned, exit) => {
      this.#runners.delete(runner);
      this.#settleLost(runner, begun, exit);
      for (const task of returned) task.future.setPending();
      if (!runner.started && returned.some((task) => !task.future.done()))
        this.#failedStarts += 1;
      this.#putBack(returned);
      this.#checkStarts(exit);
      this.#wake();
      this.#checkEnd();
    },
  };

  #settle(runner: Runner, task: Task, reply: TaskReply): void {
    const ok = reply.kind === "result";
    this.#timeline.record(task, runner.number, reply, ok);
    this.#dealer.batchSize.record(reply);
    this.#release(task);
    const { maxTasksPerChild = Infinity, settle } = this.#options;
    settle.reply(task, reply, runner.number);
    if (runner.load === 0 && runner.given >= maxTasksPerChild) runner.stop();
    this.#tellProgress();
    if (runner.load <= this.#dealer.batchSize.allowance / 2) this.#wake();
  }

  #release(task: Task): void {
    task.call.remaining -= 1;
    this.#forgetOver(task.call);
  }

  #forgetOver(call: Call): void {
    if (call.remaining > 0) return;
    for (const runner of this.#runners) runner.forget(call);
  }

  #settleLost(runner: Runner, begun: Task[], exit: WorkerExit): void {
    for (const task of begun) {
      const times = { started: runner.since, ended: machineNow() };
      this.#timeline.record(task, runner.number, times, false);
      this.#release(task);
      const { name } = task.call;
      const error = new WorkerExitError(runner.handle.label, name, exit);
      this.#options.settle.lost(task, runner.number, times, error);
    }
  }

  #checkStarts(exit: WorkerExit): void {
    if (exit.error instanceof WorkerStartError) {
      // The next would fail like this one, and each try costs the machine what it lacks.
      this.#breakDown(cannotStart(exit.error));
    } else if (this.#failedStarts >= maxFailedStarts) {
      this.#breakDown(startsFailed(maxFailedStarts, exit));
    }
  }

  /** What was given up meanwhile stays out: a worker started for it would have nothing to do. */
  #putBack(tasks: readonly Task[]): void {
    if (tasks.length === 0) return;
    const open = tasks.filter((task) => !task.future.done());
    for (const task of tasks) if (task.future.done()) this.#release(task);
    this.#queue.putBack(open);
    this.#wake();
  }

  #breakDown(error: BrokenExecutorError): void {
    this.#state = "broken";
    this.#broken ??= error;
    this.#giveUp(this.#broken);
  }

  #giveUp(reason: unknown, signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): void {
    this.#watchers.tell("stop");
    for (const supply of this.#queue.supplies) supply.drop(reason);
    for (const task of this.#queue.takeAll()) task.future.setException(reason);
    for (const runner of this.#runners) {
      runner.abandon(reason);
      if (signal === "SIGKILL") runner.kill();
      else runner.terminate();
    }
    this.#checkEnd();
  }

  #checkEnd(): void {
    if (this.#runners.size > 0) return;
    delist(this);
    if (this.#queue.size > 0) return;
    if (this.#state !== "open") this.#watchers.tell("stop");
    const waiting = this.#onEnd;
    this.#onEnd = [];
    for (const resolve of waiting) resolve();
  }
}
