import { closed } from "../../pool/broken.ts";
import type { Executor } from "../../pool/executor.ts";
import type { RemoteSettings } from "../../pool/on.ts";
import { PriorityQueue } from "../../pool/priority-queue.ts";
import { settleFuture } from "../../pool/settle-future.ts";
import type { TaskSupply } from "../../pool/task-supply.ts";
import { TurnEnd } from "../../platform/turn-end.ts";
import { Watchers } from "../../pool/watchers.ts";
import {
  BrokenExecutorError,
  CancelledError,
  InterruptError,
} from "../../errors.ts";
import { decodeError } from "../../transfer/errors.ts";
import {
  delist,
  enlist,
  type Interruptible,
} from "../../worker/interruptible.ts";
import { readAnswers } from "../../worker/answers.ts";
import type { Call, Task } from "../../worker/task.ts";
import {
  Timeline,
  type Activity,
  type ActivityEvent,
  type Place,
  type TaskRecord,
} from "../../worker/timeline.ts";
import type { Begun, Done, Outcome, Report } from "../wire/messages.ts";
import { BatchPlan } from "./batch-plan.ts";
import { Deaths, mostDeaths } from "./deaths.ts";
import { sayNotDebugged } from "./not-debugged.ts";
import { refuseWhatMemoryShares } from "./refusals.ts";
import type { Seat } from "./seat.ts";

/** A task on its way, or running somewhere. */
interface Sent {
  task: Task;
  batch: string;
  begun?: { worker: number; since: number; place: Place };
}

/**
 * Runs tasks on a cluster. What is under way is little more than the workers can do at once; the rest waits here, where it
 * can be put in order, and dropped, at once.
 *
 *     submit -> queue -> batches in the stream -> agents
 *                 ^----------|  tasks that an agent had not begun, or that ended their worker
 *
 * States: open -> closing (no new tasks) -> closed; broken (no worker can start).
 */
export class ClusterExecutor implements Executor, Interruptible {
  readonly #seat: Seat;
  readonly #settings: RemoteSettings;
  readonly #queue = new PriorityQueue<Task, TaskSupply>();
  readonly #sent = new Map<number, Sent>();
  /** Tasks of each batch that are not done. */
  readonly #batches = new Map<string, Set<number>>();
  readonly #plan = new BatchPlan();
  readonly #deaths = new Deaths();
  readonly #timeline = new Timeline();
  readonly #watchers = new Watchers();
  #state: "open" | "closing" | "closed" | "broken" = "open";
  #broken: BrokenExecutorError | undefined;
  readonly #turnEnd = new TurnEnd(() => this.#dispatch());
  #onEnd: (() => void)[] = [];

  constructor(seat: Seat, settings: RemoteSettings) {
    this.#seat = seat;
    this.#settings = settings;
  }

  get workers(): number {
    const { maxWorkers = Infinity } = this.#settings;
    const { slots } = this.#seat;
    if (slots === 0) return maxWorkers === Infinity ? 1 : maxWorkers;
    return Math.min(slots, maxWorkers);
  }

  get waiting(): number {
    return this.#queue.size + this.#sent.size - this.#running().length;
  }

  /** Agents start workers as tasks come to them. */
  start(): void {}

  prepare(): void {}

  submit(task: Task): void {
    if (this.#state !== "open")
      return task.future.setException(this.#broken ?? closed());
    const refused = refuseWhatMemoryShares(task);
    if (refused !== undefined) return task.future.setException(refused);
    sayNotDebugged();
    this.#queue.push(task);
    this.#wake();
  }

  submitAll(supply: TaskSupply): void {
    if (this.#state !== "open") return supply.drop(this.#broken ?? closed());
    sayNotDebugged();
    this.#queue.pushSupply(supply);
    this.#wake();
  }

  drop(supply: TaskSupply, reason: unknown): void {
    supply.drop(reason);
    this.#wake();
  }

  abort(tasks: Task[], reason: unknown): void {
    for (const task of tasks) {
      task.future.setException(reason);
      this.#giveUp(task);
    }
    this.#wake();
  }

  cancelQueued(): void {
    const reason = new CancelledError("the task was cancelled");
    for (const supply of this.#queue.supplies) this.drop(supply, reason);
    for (const task of this.#queue.takeAll()) task.future.cancel();
    for (const { task, begun } of [...this.#sent.values()])
      if (begun === undefined) task.future.cancel();
    this.#wake();
  }

  close(): void {
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#wake();
  }

  terminate(reason: unknown): void {
    if (this.#state !== "broken") this.#state = "closed";
    this.#dropAll(reason);
  }

  interrupt(cells: readonly number[]): void {
    const isTheirs = ({ call }: { call: Call }): boolean =>
      cells.length === 0 || cells.includes(call.cell);
    const sent = [...this.#sent.values()].map(({ task }) => task);
    const stopped = [...sent, ...this.#queue.toArray()].filter(isTheirs);
    const supplies = this.#queue.supplies.filter(isTheirs);
    if (stopped.length + supplies.length > 0) this.#watchers.tell("stop");
    for (const supply of supplies) supply.drop(new InterruptError());
    this.abort(stopped, new InterruptError());
    this.#queue.sift(({ future }) => !future.done());
    // What the turn that was cut had put off went with it.
    this.#turnEnd.forget();
    this.#wake();
  }

  async join(): Promise<void> {
    while (this.#queue.size > 0 || this.#sent.size > 0)
      await new Promise<void>((resolve) => this.#onEnd.push(resolve));
  }

  timeline(): TaskRecord[] {
    return this.#timeline.toArray();
  }

  activity(): Activity {
    const running = this.#running().map(({ task, begun }) =>
      this.#timeline.describeRunning(
        task,
        begun.worker,
        begun.since,
        begun.place,
      ),
    );
    const waiting = this.#queue.size + this.#sent.size - running.length;
    const { workers } = this;
    const now = this.#timeline.now();
    return { now, workers, done: this.timeline(), running, waiting };
  }

  watch(listener: (event: ActivityEvent) => void): () => void {
    return this.#watchers.add(listener);
  }

  /** There are more workers, or fewer. */
  resize(): void {
    this.#wake();
  }

  /** An agent says what it is at, of this executor or of others. */
  begin(agent: string, tasks: readonly Begun[]): void {
    for (const each of tasks) this.#begin(agent, each);
    this.#wake();
  }

  /** An agent says what became of tasks, likewise. */
  receive(report: Report): void {
    for (const each of report.done) this.#finish(report.agent, each);
    for (const { worker, records } of report.answers)
      for (const { value, ...each } of readAnswers(records)) {
        const outcome = { kind: "result", value } as const;
        this.#finish(report.agent, { ...each, worker, outcome });
      }
    const back = report.returned.flatMap((id) => this.#takeBack(id) ?? []);
    this.#putBack(back);
    this.#wake();
  }

  /** As many agents as may have had a batch, and fell silent: which of its tasks is to blame shows when each goes alone. */
  undeliverable(batch: string): void {
    const ids = [...(this.#batches.get(batch) ?? [])];
    const tasks = ids.flatMap((id) => this.#takeBack(id) ?? []);
    const [only] = tasks;
    if (tasks.length === 1 && only !== undefined)
      only.future.setException(this.#deaths.noteAgent(only, mostDeaths));
    else for (const task of tasks) this.#send([task]);
    this.#wake();
  }

  /** What is under way, or in some batches, may be lost. */
  sendAgain(batches: readonly string[] = [...this.#batches.keys()]): void {
    const ids = batches.flatMap((each) => [...(this.#batches.get(each) ?? [])]);
    this.#putBack(ids.flatMap((id) => this.#takeBack(id, "withdraw") ?? []));
    this.#wake();
  }

  #running() {
    return [...this.#sent.values()].filter(
      (sent): sent is Sent & Required<Pick<Sent, "begun">> =>
        sent.begun !== undefined,
    );
  }

  /** Hands out tasks once this turn is over, so that what is submitted together travels together. */
  #wake(): void {
    this.#turnEnd.ask();
  }

  #dispatch(): void {
    const { slots } = this.#seat;
    const window = this.#plan.window(slots, this.#settings.maxWorkers);
    for (;;) {
      const free = window - this.#batches.size;
      if (free <= 0 || this.#queue.size === 0) break;
      const fair = Math.ceil(this.#queue.size / free);
      const tasks = this.#take(Math.min(this.#plan.size, fair));
      if (tasks.length > 0) this.#send(tasks);
    }
    const busy = this.#queue.size + this.#sent.size > 0;
    this.#seat.setBusy(busy);
    if (this.#watchers.any) this.#watchers.tell(busy ? "change" : "idle");
    if (!busy) this.#checkEnd();
    else enlist(this);
  }

  #take(count: number): Task[] {
    const tasks: Task[] = [];
    while (tasks.length < count) {
      const task = this.#queue.shift();
      if (task === undefined) break;
      if (!task.future.done()) tasks.push(task);
    }
    return tasks;
  }

  #send(tasks: Task[]): void {
    let batch: string;
    try {
      batch = this.#seat.publish(tasks);
    } catch (error) {
      // Something in it cannot be copied: one at a time shows what.
      if (tasks.length > 1) for (const task of tasks) this.#send([task]);
      else tasks[0]?.future.setException(error);
      return;
    }
    this.#batches.set(batch, new Set(tasks.map(({ id }) => id)));
    for (const task of tasks) {
      this.#sent.set(task.id, { task, batch });
      task.future.setSent(() => {
        this.#giveUp(task);
        this.#wake();
        return true;
      });
    }
  }

  #begin(agent: string, { id, worker, since }: Begun): void {
    const sent = this.#sent.get(id);
    if (sent === undefined) return;
    const number = this.#seat.workerNumber(agent, worker);
    sent.begun = {
      worker: number,
      since: this.#seat.toHome(agent, since),
      place: this.#seat.place(agent),
    };
    sent.task.future.setRunning();
  }

  #finish(agent: string, { id, worker, times, outcome }: Done): void {
    const task = this.#takeBack(id);
    // It ran twice, or nobody waits for it any more.
    if (task === undefined) return;
    const ok = outcome.kind === "result";
    this.#plan.record(times);
    this.#timeline.record(
      task,
      this.#seat.workerNumber(agent, worker),
      {
        ...times,
        started: this.#seat.toHome(agent, times.started),
        ended: this.#seat.toHome(agent, times.ended),
      },
      ok,
      this.#seat.place(agent),
    );
    switch (outcome.kind) {
      case "result":
        return settleFuture(task, { ...outcome, id, ...times });
      case "error":
        return settleFuture(task, { ...outcome, id, ...times });
      case "broken":
        return this.#breakDown(outcome, task);
      case "exit": {
        const { host } = this.#seat.place(agent);
        const error = this.#deaths.note(task, host, outcome);
        if (error !== undefined) task.future.setException(error);
        else this.#putBack([task]);
      }
    }
  }

  #breakDown(
    { message, error }: Extract<Outcome, { kind: "broken" }>,
    task: Task,
  ): void {
    const cause = error === undefined ? undefined : decodeError(error, "");
    this.#broken ??= new BrokenExecutorError(message, { cause });
    this.#state = "broken";
    task.future.setException(this.#broken);
    this.#dropAll(this.#broken);
  }

  /**
   * @param fate of its batch, if it was the last of that
   * @returns the task, if it is still waited for
   */
  #takeBack(
    id: number,
    fate: "settled" | "withdraw" = "settled",
  ): Task | undefined {
    const sent = this.#sent.get(id);
    if (sent === undefined) return undefined;
    this.#sent.delete(id);
    const batch = this.#batches.get(sent.batch);
    batch?.delete(id);
    if (batch?.size === 0) {
      this.#batches.delete(sent.batch);
      this.#seat[fate](sent.batch);
    }
    return sent.task;
  }

  #putBack(tasks: readonly Task[]): void {
    const open = tasks.filter(({ future }) => !future.done());
    for (const { future } of open) {
      future.setSent(undefined);
      future.setPending();
    }
    if (open.length > 0) this.#queue.putBack(open);
  }

  /** Nobody waits for it: the agent that runs it, or will, is told. */
  #giveUp(task: Task): void {
    if (this.#takeBack(task.id, "withdraw") !== undefined)
      this.#seat.giveUp(task.id);
  }

  #dropAll(reason: unknown): void {
    this.#watchers.tell("stop");
    for (const supply of this.#queue.supplies) supply.drop(reason);
    for (const task of this.#queue.takeAll()) task.future.setException(reason);
    this.abort(
      [...this.#sent.values()].map(({ task }) => task),
      reason,
    );
    this.#checkEnd();
  }

  #checkEnd(): void {
    if (this.#queue.size + this.#sent.size > 0) return;
    delist(this);
    if (this.#state !== "open") {
      this.#seat.setBusy(false);
      this.#seat.end();
      this.#watchers.tell("stop");
    }
    for (const resolve of this.#onEnd.splice(0)) resolve();
  }
}
