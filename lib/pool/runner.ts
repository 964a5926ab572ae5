import type { BlockNews } from "../sync/blocks.ts";
import { newsSince } from "../sync/blocks.ts";
import { answerAsk } from "../sync/shared-object.ts";
import type { Unit } from "../travel/messages.ts";
import type { WorkerExit } from "./errors.ts";
import type {
  FromWorker,
  StartMessage,
  ToWorker,
  WireTask,
} from "./messages.ts";
import type { Call, Task } from "./task.ts";
import { machineNow } from "../timing/machine-clock.ts";
import type {
  SpawnWorker,
  WorkerHandle,
  WorkerOptions,
} from "./worker-handle.ts";

export type TaskReply = Extract<FromWorker, { kind: "result" | "error" }>;

export interface RunnerEvents {
  ready(runner: Runner): void;
  reply(runner: Runner, task: Task, reply: TaskReply): void;
  /** A task that structured clone refused. */
  refused(runner: Runner, task: Task, error: Error): void;
  broken(
    runner: Runner,
    message: Extract<FromWorker, { kind: "broken" }>,
  ): void;
  /** @param unfinished tasks that got no reply, oldest first: the worker was at the first one */
  exit(runner: Runner, unfinished: Task[], exit: WorkerExit): void;
}

/**
 * One worker's life: starting, then ready, then stopping, then ended. Knows what the worker has been told, and which
 * tasks it still owes a reply.
 */
export class Runner {
  state: "starting" | "ready" | "stopping" | "ended" = "starting";
  /** Tasks ever given to this worker. */
  given = 0;
  /** Whether it was ever ready. */
  started = false;
  readonly handle: WorkerHandle;
  readonly #events: RunnerEvents;
  // In the order in which the worker takes them.
  readonly #inFlight = new Map<number, Task>();
  /** Key of the unit that each name stands for in the worker: a name defined anew must be sent again. */
  readonly #units = new Map<string, string>();
  readonly #calls = new Set<number>();
  #forget: number[] = [];
  #since = 0;
  #blocksSeen = 0;

  constructor(
    readonly number: number,
    spawn: SpawnWorker,
    start: StartMessage,
    options: WorkerOptions,
    events: RunnerEvents,
  ) {
    this.#events = events;
    for (const unit of start.initializer?.units ?? []) this.#learn(unit);
    this.handle = spawn(
      start,
      {
        message: (message) => this.#receive(message),
        unsent: (message, error) => this.#unsent(message, error),
        exit: (exit) => this.#exit(exit),
      },
      options,
    );
    this.handle.setBusy(false);
  }

  /** Tasks on their way or running. */
  get load(): number {
    return this.#inFlight.size;
  }

  /** Size of their arguments. */
  get bytes(): number {
    return sizeOf(this.#inFlight.values());
  }

  /** Whether it takes tasks. */
  get alive(): boolean {
    if (this.state !== "starting" && this.state !== "ready") return false;
    return !this.handle.gone;
  }

  /** When the worker could begin with the first task in flight, on `machineNow`. */
  get since(): number {
    return this.#since;
  }

  /** The task it is at, as far as can be told from here, and since when. */
  get current(): { task: Task; since: number } | undefined {
    const [task] = this.#inFlight.values();
    if (task === undefined || !this.started) return undefined;
    return { task, since: this.#since };
  }

  has(task: Task): boolean {
    return this.#inFlight.has(task.id);
  }

  run(tasks: Task[]): void {
    if (this.#inFlight.size === 0) {
      this.handle.setBusy(true);
      this.#since = machineNow();
    }
    for (const task of tasks) this.#inFlight.set(task.id, task);
    this.given += tasks.length;
    const message: ToWorker = {
      kind: "run",
      tasks: tasks.map((task) => this.#toWire(task)),
      forget: this.#forget,
      blocks: this.#newBlocks(),
    };
    this.handle.send(message, sizeOf(tasks));
    this.#forget = [];
  }

  /** The call is over: the worker may drop its function, with the next message. */
  forget(call: Call): void {
    if (this.#calls.delete(call.id)) this.#forget.push(call.id);
  }

  stop(): void {
    if (this.state !== "starting" && this.state !== "ready") return;
    this.state = "stopping";
    this.handle.stop();
  }

  kill(): void {
    if (this.state === "ended") return;
    this.state = "stopping";
    this.handle.kill();
  }

  /** Settles what it runs with `reason`; the worker may go on until it is killed. */
  abandon(reason: unknown): void {
    for (const task of this.#inFlight.values())
      task.future.setException(reason);
  }

  /** Shared memory made since the last message; only threads can have it. */
  #newBlocks(): BlockNews | undefined {
    if (this.handle.threadId === undefined) return undefined;
    const { news, seen } = newsSince(this.#blocksSeen);
    this.#blocksSeen = seen;
    return news;
  }

  #toWire(task: Task): WireTask {
    const { call } = task;
    const wire: WireTask = {
      id: task.id,
      mode: task.mode,
      call: call.id,
      args: task.args,
      cell: call.cell,
    };
    const lacking = [...call.shipment.units, ...task.units].filter((unit) =>
      this.#learn(unit),
    );
    if (lacking.length > 0) wire.units = lacking;
    if (task.marked) wire.marked = true;
    if (!this.#calls.has(call.id)) {
      this.#calls.add(call.id);
      wire.entry = call.shipment.entry;
    }
    return wire;
  }

  /** @returns whether the worker lacks the unit */
  #learn(unit: Unit): boolean {
    const name = nameOf(unit);
    if (this.#units.get(name) === unit.key) return false;
    this.#units.set(name, unit.key);
    return true;
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case "ready":
        this.started = true;
        this.#since = machineNow();
        if (this.state === "starting") this.state = "ready";
        return this.#events.ready(this);
      case "broken":
        return this.#events.broken(this, message);
      case "result":
      case "error": {
        const task = this.#takeOut(message.id);
        if (task !== undefined) this.#events.reply(this, task, message);
        return;
      }
      case "ask":
        void answerAsk(message).then((answer) => this.handle.send(answer));
        return;
      case "crash":
        // The handle keeps it for the exit that follows.
        return;
      default:
        // A task may post messages of its own to its parent; they are nobody's.
        message satisfies never;
    }
  }

  #unsent(message: ToWorker, error: Error): void {
    if (message.kind !== "run") return;
    // Nothing of it arrived: what it would have taught the worker is unknown there.
    for (const wire of message.tasks) {
      for (const unit of wire.units ?? []) this.#units.delete(nameOf(unit));
      if (wire.entry !== undefined) this.#calls.delete(wire.call);
    }
    const tasks = message.tasks.flatMap(({ id }) => this.#takeOut(id) ?? []);
    // One at a time shows which of them it is.
    if (tasks.length > 1) for (const task of tasks) this.run([task]);
    else for (const task of tasks) this.#events.refused(this, task, error);
  }

  #takeOut(id: number): Task | undefined {
    const task = this.#inFlight.get(id);
    if (task === undefined) return undefined;
    this.#inFlight.delete(id);
    this.#since = machineNow();
    if (this.#inFlight.size === 0) this.handle.setBusy(false);
    return task;
  }

  #exit(exit: WorkerExit): void {
    this.state = "ended";
    const unfinished = [...this.#inFlight.values()];
    this.#inFlight.clear();
    this.#events.exit(this, unfinished, exit);
  }
}

/** What a unit replaces in the worker. */
function nameOf(unit: Unit): string {
  return unit.kind === "source-map" ? `map ${unit.file}` : unit.name;
}

function sizeOf(tasks: Iterable<Task>): number {
  let bytes = 0;
  for (const task of tasks) bytes += task.bytes;
  return bytes;
}
