import {
  BrokenExecutorError,
  CancelledError,
  type WorkerExitError,
} from "../../errors.ts";
import { LocalExecutor } from "../../pool/local-executor.ts";
import type { RemoteSettings } from "../../pool/on.ts";
import type { Settle } from "../../pool/settle-future.ts";
import { encodeError } from "../../transfer/errors.ts";
import type { EncodedError } from "../../transfer/messages.ts";
import { machineNow } from "../../platform/machine-clock.ts";
import { nestingBelow } from "../../worker/nesting.ts";
import { spawnProcess } from "../../worker/process-worker.ts";
import { spawnThread } from "../../worker/thread-worker.ts";
import type { Times } from "../../worker/messages.ts";
import type { Task } from "../../worker/task.ts";
import type { Begun, Done, Outcome } from "../wire/messages.ts";
import type { Reporter } from "./reporter.ts";

/** A task that takes longer is spoken of, so that home can show who is at it. */
const worthTellingMs = 3;
/** Tasks that wait behind one that takes longer may go to another host. */
const slowMs = 50;
/** What the library itself does with Node is nothing that a person need hear of. */
const quiet = "--disable-warning=ExperimentalWarning";
/** Workers of a pool that has no tasks end after so many seconds, unless its maker says otherwise. */
const idleSeconds = 60;

/** A pool's workers on this host. */
export class AgentPool {
  readonly #executor: LocalExecutor;
  readonly #reporter: Reporter;
  readonly #tasks = new Map<number, Task<Done>>();
  readonly #told = new Set<number>();

  constructor(
    settings: RemoteSettings,
    slots: number,
    threads: boolean,
    reporter: Reporter,
  ) {
    const { maxWorkers = slots, idleTimeout = idleSeconds } = settings;
    const { execArgv = [] } = settings;
    const workers = Math.min(slots, maxWorkers);
    this.#reporter = reporter;
    this.#executor = new LocalExecutor({
      ...settings,
      ...{ workers, idleTimeout, execArgv: [quiet, ...execArgv] },
      nesting: nestingBelow(slots),
      spawn: threads ? spawnThread : spawnProcess,
      sharesMemory: threads,
      settle,
    });
  }

  /** Runs them, and tells what becomes of each. Resolves once none of them is left here. */
  async run(tasks: Task<Done>[]): Promise<void> {
    for (const task of tasks) this.#tasks.set(task.id, task);
    for (const task of tasks) this.#executor.submit(task as Task);
    await Promise.all(tasks.map((task) => this.#follow(task)));
  }

  giveUp(ids: ReadonlySet<number>): void {
    const tasks = [...this.#tasks.values()].filter(({ id }) => ids.has(id));
    if (tasks.length === 0) return;
    this.#executor.abort(
      tasks as Task[],
      new CancelledError("nobody waits for it"),
    );
  }

  /** Tells which tasks run, and gives those back that wait behind a slow one. */
  look(): void {
    const now = machineNow();
    const begun: Begun[] = [];
    let isSlow = false;
    for (const { number, current } of this.#executor.runners) {
      if (current === undefined) continue;
      const { id } = current.task;
      const took = now - current.since;
      if (took > slowMs) isSlow = true;
      if (took < worthTellingMs || this.#told.has(id)) continue;
      this.#told.add(id);
      begun.push({ id, worker: number, since: current.since });
    }
    if (begun.length > 0) this.#reporter.begun(begun);
    if (isSlow) this.#giveBack();
  }

  end(): void {
    this.#executor.terminate(new CancelledError("the pool has ended"));
  }

  #giveBack(): void {
    for (const { id, future } of this.#tasks.values())
      if (future.state === "pending" && future.cancel())
        this.#reporter.returned(id);
  }

  async #follow(task: Task<Done>): Promise<void> {
    try {
      this.#reporter.done(await task.future);
    } catch (error) {
      // It was given up, or given back.
      if (error instanceof CancelledError) return;
      const now = machineNow();
      const times = { started: now, ended: now };
      const outcome = toOutcome(error);
      this.#reporter.done({ id: task.id, worker: 0, times, outcome });
    } finally {
      this.#tasks.delete(task.id);
      this.#told.delete(task.id);
    }
  }
}

/** Nothing is taken apart here: results and errors are home's. */
const settle: Settle = {
  reply(task, reply, worker) {
    const { started, ended, cpu } = reply;
    const outcome: Outcome =
      reply.kind === "result"
        ? { kind: "result", value: reply.value }
        : { kind: "error", error: reply.error };
    finish(task, worker, { started, ended, cpu }, outcome);
  },
  lost(task, worker, times, error) {
    finish(task, worker, times, toExit(error));
  },
};

function finish(
  task: Task,
  worker: number,
  times: Times,
  outcome: Outcome,
): void {
  const done: Done = { id: task.id, worker, times, outcome };
  task.future.setResult(done);
}

function toExit(error: WorkerExitError): Outcome {
  const { worker, exitCode, signal } = error;
  return { kind: "exit", worker, exitCode, signal, error: causeOf(error) };
}

function toOutcome(error: unknown): Outcome {
  if (!(error instanceof BrokenExecutorError))
    return { kind: "error", error: encodeError(error) };
  return { kind: "broken", message: error.message, error: causeOf(error) };
}

function causeOf({ cause }: Error): EncodedError | undefined {
  return cause === undefined ? undefined : encodeError(cause);
}
