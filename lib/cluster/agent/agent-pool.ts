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
import type { Runner } from "../../worker/runner.ts";
import type { Task } from "../../worker/task.ts";
import type { Begun, Done, Outcome } from "../wire/messages.ts";
import { AgentBundle, toOutcome } from "./agent-bundle.ts";
import {
  makeBundle,
  makeSingles,
  type AgentTask,
  type Work,
} from "./make-task.ts";
import type { Reporter } from "./reporter.ts";

const lookEveryMs = 5;
/** A task that takes longer is spoken of, so that home can show who is at it. */
const worthTellingMs = 3;
/** Tasks that wait behind one that takes longer go to a worker that is free, */
const rescueMs = 5;
/** or to another host. */
const slowMs = 50;
/** What is done of a bundle is told after so long at the latest. */
const lateMs = 20;
/** Arguments that are larger are not worth sending again when some of their tasks go to another worker. */
const largestBundle = 1_000_000;
/** What the library itself does with Node is nothing that a person need hear of. */
const quiet = "--disable-warning=ExperimentalWarning";
/** Workers of a pool that has no tasks end after so many seconds, unless its maker says otherwise. */
const idleSeconds = 60;

/** A pool's workers on this host. */
export class AgentPool {
  readonly #executor: LocalExecutor;
  readonly #reporter: Reporter;
  readonly #bundles: boolean;
  /** Tasks by themselves, and bundles, that are not done. */
  readonly #tasks = new Set<AgentTask>();
  readonly #open = new Set<AgentBundle>();
  #looking: NodeJS.Timeout | undefined;

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
    // Who counts tasks counts each by itself.
    this.#bundles = settings.maxTasksPerChild === undefined;
    this.#executor = new LocalExecutor({
      ...settings,
      ...{ workers, idleTimeout, execArgv: [quiet, ...execArgv] },
      nesting: nestingBelow(slots),
      spawn: threads ? spawnThread : spawnProcess,
      sharesMemory: threads,
      settle,
      bundles: this.#bundles,
    });
  }

  /** Runs them, and tells what becomes of each. Resolves once none of them is left here. */
  async run(works: readonly Work[]): Promise<void> {
    this.#lookOften();
    await Promise.all(works.map((work) => this.#run(work)));
  }

  async #run(work: Work): Promise<void> {
    const { ids, args } = work.part;
    if (this.#bundles && ids.length > 1 && args.length <= largestBundle)
      return this.#runBundle(work);
    const tasks = makeSingles(work);
    for (const task of tasks) this.#tasks.add(task);
    for (const task of tasks) this.#executor.submit(task as Task);
    await Promise.all(tasks.map((task) => this.#follow(task)));
  }

  giveUp(ids: ReadonlySet<number>): void {
    const tasks = [...this.#tasks].filter(({ home }) => ids.has(home));
    if (tasks.length > 0)
      this.#executor.abort(
        tasks as Task[],
        new CancelledError("nobody waits for it"),
      );
    const isWanted = ({ open }: AgentBundle): boolean =>
      !open.some((id) => ids.has(id));
    if ([...this.#open].every(isWanted)) return;
    for (const runner of this.#executor.runners) this.#giveUpAt(runner, ids);
    for (const bundle of this.#open)
      if (!isWanted(bundle) && !this.#isAtWorker(bundle))
        this.#replace(bundle, ids);
  }

  /** While something may be seen that was not there before. */
  #lookOften(): void {
    this.#looking ??= setInterval(() => {
      this.#look();
      const { runners, waiting } = this.#executor;
      if (waiting > 0 || runners.some(changesSoon)) return;
      clearInterval(this.#looking);
      this.#looking = undefined;
    }, lookEveryMs);
  }

  /** Tells which tasks run, and gives those back that wait behind a slow one. */
  #look(): void {
    const now = machineNow();
    const begun: Begun[] = [];
    const slow: Runner[] = [];
    for (const runner of this.#executor.runners) {
      const seen = this.#lookAt(runner, now);
      if (seen === undefined) continue;
      const { of, id, since } = seen;
      const took = now - since;
      if (took > slowMs) slow.push(runner);
      else if (took > rescueMs && this.#hasFreeWorker())
        for (const task of runner.takeBack()) this.#executor.submit(task);
      if (took < worthTellingMs || of.told === id) continue;
      of.told = id;
      begun.push({ id, worker: runner.number, since });
    }
    if (begun.length > 0) this.#reporter.begun(begun);
    if (slow.length > 0) this.#giveBack(slow);
  }

  end(): void {
    clearInterval(this.#looking);
    this.#executor.terminate(new CancelledError("the pool has ended"));
  }

  #hasFreeWorker(): boolean {
    const { runners, workers } = this.#executor;
    return runners.length < workers || runners.some(({ load }) => load === 0);
  }

  /** What a worker is at. */
  #lookAt(runner: Runner, now: number) {
    const { current } = runner;
    if (current === undefined) return undefined;
    const { task, since: begun } = current;
    const of = task as Task & AgentTask;
    if (!(task.bundle instanceof AgentBundle))
      return { of, id: of.home, since: begun };
    if (now - begun < worthTellingMs) return undefined;
    runner.readAnswers();
    if (now - begun > lateMs) this.#reporter.hurry();
    const { open, since } = task.bundle;
    const [id] = open;
    if (id === undefined) return undefined;
    return { of: task.bundle, id, since: Math.max(since, begun) };
  }

  #giveBack(slow: readonly Runner[]): void {
    const behind = slow.flatMap((runner) => runner.takeBack());
    for (const task of behind) {
      this.#return(task);
      // It forgets what nobody waits for.
      this.#executor.submit(task);
    }
    for (const task of this.#tasks) this.#return(task as Task);
    for (const { task } of this.#open) this.#return(task);
  }

  /** Unless a worker is at it. */
  #return(task: Task): void {
    const { bundle } = task;
    if (task.future.state !== "pending" || !task.future.cancel()) return;
    const ids =
      bundle instanceof AgentBundle
        ? bundle.release()
        : [(task as Task & AgentTask).home];
    for (const id of ids) this.#reporter.returned(id);
    if (bundle instanceof AgentBundle) bundle.owner.over(ids.length);
  }

  /** What a worker has not begun of bundles goes back into the queue; if it is at one of these, it is ended. */
  #giveUpAt(runner: Runner, ids: ReadonlySet<number>): void {
    const isTheirs = ({ bundle }: Task): boolean =>
      bundle instanceof AgentBundle && bundle.open.some((id) => ids.has(id));
    if (!runner.tasks.some(isTheirs)) return;
    for (const task of runner.takeBack()) this.#executor.submit(task);
    runner.readAnswers();
    // Those before it are done: their answers are on the way.
    const bundle = runner.tasks.at(-1)?.bundle;
    const last = bundle?.ids.at(-1);
    if (bundle instanceof AgentBundle && bundle.open.length > 0)
      if (last !== undefined && ids.has(last)) runner.kill();
  }

  #isAtWorker({ task }: AgentBundle): boolean {
    return this.#executor.runners.some(({ tasks }) => tasks.includes(task));
  }

  /** By one without those that nobody waits for. */
  #replace(bundle: AgentBundle, gone: ReadonlySet<number>): void {
    const rest = bundle.without(gone);
    bundle.task.future.setPending();
    bundle.task.future.cancel();
    if (rest !== undefined) this.#executor.submit(rest.task);
  }

  async #runBundle(work: Work): Promise<void> {
    let left = work.part.ids.length;
    await new Promise<void>((resolve) => {
      const bundle = makeBundle(work, {
        answered: (records, worker) => this.#reporter.answers(records, worker),
        done: (done) => this.#reporter.done(done),
        over: (count) => {
          left -= count;
          if (left === 0) resolve();
        },
        divided: (rest) => this.#add(rest),
      });
      this.#add(bundle);
      this.#executor.submit(bundle.task);
    });
  }

  #add(bundle: AgentBundle): void {
    this.#open.add(bundle);
    void this.#followBundle(bundle);
  }

  async #followBundle(bundle: AgentBundle): Promise<void> {
    let failed: unknown;
    try {
      await bundle.task.future;
    } catch (error) {
      failed = error;
    }
    this.#open.delete(bundle);
    const ids = bundle.release();
    for (const id of ids) {
      if (failed === undefined) this.#reporter.returned(id);
      // If not, it was given up, or given back.
      else if (!(failed instanceof CancelledError)) this.#fail(id, failed);
    }
    bundle.owner.over(ids.length);
  }

  async #follow(task: AgentTask): Promise<void> {
    try {
      this.#reporter.done(await task.future);
    } catch (error) {
      // It was given up, or given back.
      if (error instanceof CancelledError) return;
      this.#fail(task.home, error);
    } finally {
      this.#tasks.delete(task);
    }
  }

  #fail(id: number, error: unknown): void {
    const now = machineNow();
    const times = { started: now, ended: now };
    this.#reporter.done({ id, worker: 0, times, outcome: toFailure(error) });
  }
}

const settle: Settle = {
  reply(task, reply, worker) {
    // All that it stands for has been heard.
    if (task.bundle !== undefined) return task.future.setResult(undefined);
    const { started, ended, cpu } = reply;
    const times = { started, ended, cpu };
    finish(task, { worker, times, outcome: toOutcome(reply) });
  },
  lost(task, worker, times, error) {
    const outcome = toExit(error);
    if (!(task.bundle instanceof AgentBundle))
      return finish(task, { worker, times, outcome });
    task.bundle.lost(worker, times, outcome);
    task.future.setResult(undefined);
  },
};

/** Unless it is at a single task, of which home knows. */
function changesSoon({ load, current }: Runner): boolean {
  const task = current?.task as AgentTask | undefined;
  const isKnown = task?.bundle === undefined && task?.told === task?.home;
  return load > 0 && (task === undefined || !isKnown);
}

function finish(task: Task, done: Omit<Done, "id">): void {
  const { home } = task as Task & AgentTask;
  task.future.setResult({ id: home, ...done });
}

function toExit(error: WorkerExitError): Outcome {
  const { worker, exitCode, signal } = error;
  return { kind: "exit", worker, exitCode, signal, error: causeOf(error) };
}

function toFailure(error: unknown): Outcome {
  if (!(error instanceof BrokenExecutorError))
    return { kind: "error", error: encodeError(error) };
  return { kind: "broken", message: error.message, error: causeOf(error) };
}

function causeOf({ cause }: Error): EncodedError | undefined {
  return cause === undefined ? undefined : encodeError(cause);
}
