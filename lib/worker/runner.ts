import type { BlockNews } from "../sync/blocks.ts";
import { newsSince } from "../sync/blocks.ts";
import { Client } from "../sync/client.ts";
import type { AnswerLog } from "./answer-log.ts";
import type { HomeClaims } from "./claims.ts";
import { numberOf, numbersOf } from "./home-claims.ts";
import type { WorkerExit } from "../errors.ts";
import type {
  FromWorker,
  StartMessage,
  TaskReply,
  ToWorker,
} from "./messages.ts";
import { Taught } from "./taught.ts";
import type { Call, Task } from "./task.ts";
import { machineNow } from "../platform/machine-clock.ts";
import type {
  SpawnWorker,
  WorkerHandle,
  WorkerOptions,
} from "./worker-handle.ts";

/** So long a worker that was asked to end may take. */
const graceMs = 1000;

export interface RunnerEvents {
  ready(runner: Runner): void;
  reply(runner: Runner, task: Task, reply: TaskReply): void;
  /** A task that structured clone refused. */
  refused(runner: Runner, task: Task, error: Error): void;
  /** Tasks that the worker has not begun, and will not. */
  returned(tasks: Task[]): void;
  broken(
    runner: Runner,
    message: Extract<FromWorker, { kind: "broken" }>,
  ): void;
  /**
   * @param begun tasks that got no reply, and that no other worker may run: none or one, as a rule
   * @param returned tasks that it had not begun
   */
  exit(runner: Runner, begun: Task[], returned: Task[], exit: WorkerExit): void;
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
  readonly #client: Client;
  readonly #events: RunnerEvents;
  // In the order in which the worker takes them.
  readonly #inFlight = new Map<number, Task>();
  /** Those of them that stand in the line of claims, or stood there, by their number in it. */
  readonly #ahead = new Map<number, Task>();
  readonly #claims: HomeClaims | undefined;
  readonly #answers: AnswerLog | undefined;
  readonly #taught: Taught;
  #since = machineNow();
  #blocksSeen = 0;
  #afterwards: (() => void) | undefined;

  /**
   * @param claims without them it takes one task at a time
   * @param answers without it each task of a bundle is answered by a message
   */
  constructor(
    readonly number: number,
    spawn: SpawnWorker,
    start: Omit<StartMessage, "identity">,
    options: WorkerOptions,
    events: RunnerEvents,
    claims: HomeClaims | undefined,
    answers: AnswerLog | undefined,
  ) {
    this.#events = events;
    this.#claims = claims;
    this.#answers = answers;
    this.#client = new Client(start.name, (answer) => this.handle.send(answer));
    this.#taught = new Taught(start.initializer?.units ?? []);
    this.handle = spawn(
      {
        ...start,
        identity: this.#client.identity,
        claims: claims?.forWorker,
        answers: answers?.forWorker,
      },
      {
        message: (message) => this.#receive(message),
        unsent: (message, error) => this.#unsent(message, error),
        exit: (exit) => this.#exit(exit),
      },
      options,
    );
    this.handle.setBusy(false);
  }

  /** Tasks on their way or running, oldest first. */
  get tasks(): Task[] {
    return [...this.#inFlight.values()];
  }

  /** How many these are. */
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

  /** When the worker could begin with the first task in flight, or has been idle, on `machineNow`. */
  get since(): number {
    return this.#since;
  }

  /** Whether more tasks than one may be with it: those that it has not begun can be taken back. */
  get takesAhead(): boolean {
    return this.#claims !== undefined;
  }

  /** The task it is at, as far as can be told from here, and since when. */
  get current(): { task: Task; since: number } | undefined {
    const [task] = this.#inFlight.values();
    if (task === undefined || !this.started) return undefined;
    return { task, since: this.#since };
  }

  /** @returns those that it cannot take now */
  run(tasks: readonly Task[]): Task[] {
    // It begins with the first at once if it has nothing else to do. All others can be taken back until it does.
    const begun = this.state === "ready" && this.load === 0 ? 1 : 0;
    const ahead = tasks.flatMap((task, at) =>
      at < begun && task.bundle === undefined ? [] : numbersOf(task),
    );
    if (ahead.length === 0 || this.#claims?.add(ahead) === true) {
      this.#send(tasks, begun, ahead.length > 0);
      return [];
    }
    if (this.load > 0) return [...tasks];
    this.#send(tasks.slice(0, 1), 1, false);
    return tasks.slice(1);
  }

  /** Takes back all that the worker has not begun, also from one that computes. @returns them, oldest first */
  takeBack(until?: Task): Task[] {
    const numbers = new Map<Task, number[]>();
    // Of a bundle nothing may stay in the line once its front is taken.
    const last = until?.bundle === undefined ? until : undefined;
    while (last === undefined || !numbers.has(last)) {
      const number = this.#claims?.take();
      if (number === undefined) break;
      const task = this.#ahead.get(number);
      if (task === undefined) continue;
      const known = numbers.get(task);
      if (known === undefined) numbers.set(task, [number]);
      else known.push(number);
    }
    const taken = [...numbers].map(([task, all]) => this.#takeOut(task, all));
    this.given -= taken.length;
    return taken;
  }

  #takeOut(task: Task, numbers: readonly number[]): Task {
    const { bundle, future } = task;
    if (bundle === undefined) {
      this.#remove(task);
      future.setSent(undefined);
      return task;
    }
    // The worker took numbers meanwhile, and these need not be the first.
    const rest = bundle.split(numbers.map((each) => (each - task.id) >>> 0));
    if (bundle.ids.length > 0) return rest;
    // The other counts in its place.
    task.call.remaining -= 1;
    this.#remove(task);
    future.setPending();
    future.cancel();
    return rest;
  }

  /** What the worker has noted of bundles until now. */
  readAnswers(): void {
    this.#answers?.tell(this.tasks, this.number);
  }

  /**
   * Ends the worker if it is at one of these tasks, and no other may suffer.
   * @returns what it had not begun
   */
  giveUp(tasks: ReadonlySet<Task>): Task[] {
    if (![...this.#inFlight.values()].some((task) => tasks.has(task)))
      return [];
    const taken = this.takeBack();
    // Those before the last are done: their replies are on the way.
    const last = [...this.#inFlight.values()].at(-1);
    if (last !== undefined && tasks.has(last)) this.kill();
    return taken;
  }

  /** The call is over: the worker may drop its function, with the next message. */
  forget(call: Call): void {
    this.#taught.forget(call);
  }

  stop(): void {
    if (this.state !== "starting" && this.state !== "ready") return;
    this.state = "stopping";
    this.handle.stop();
  }

  /** Lets its handlers of SIGTERM run, and ends it when they take long. */
  terminate(): void {
    if (this.state === "ended") return;
    this.state = "stopping";
    this.handle.kill("SIGTERM");
    const timer = setTimeout(() => this.kill(), graceMs).unref();
    this.#afterwards = () => clearTimeout(timer);
  }

  kill(): void {
    if (this.state === "ended") return;
    this.state = "stopping";
    this.#client.stopServing();
    this.handle.kill();
  }

  /** Settles what it runs with `reason`; the worker may go on until it is killed. */
  abandon(reason: unknown): void {
    for (const task of this.#inFlight.values())
      task.future.setException(reason);
  }

  #send(tasks: readonly Task[], begun: number, inLine: boolean): void {
    if (this.load === 0) {
      this.handle.setBusy(true);
      this.#since = machineNow();
    }
    for (const [at, task] of tasks.entries()) {
      this.#inFlight.set(task.id, task);
      if (at >= begun) this.#sendAhead(task);
      else task.future.setRunning();
      if (inLine && task.bundle !== undefined)
        for (const number of numbersOf(task)) this.#ahead.set(number, task);
    }
    this.given += tasks.length;
    const message: ToWorker = {
      kind: "run",
      tasks: tasks.map((task, at) => {
        const ahead = task.bundle === undefined ? at >= begun : inLine;
        return this.#taught.toWire(task, ahead);
      }),
      forget: this.#taught.takeForgotten(),
      blocks: this.#newBlocks(),
    };
    this.handle.send(message, sizeOf(tasks));
  }

  #sendAhead(task: Task): void {
    this.#ahead.set(numberOf(task), task);
    task.future.setSent(() => {
      const taken = this.takeBack(task);
      const got = taken.includes(task);
      this.#events.returned(taken);
      return got;
    });
  }

  /** Shared memory made since the last message; only threads can have it. */
  #newBlocks(): BlockNews | undefined {
    if (this.handle.threadId === undefined) return undefined;
    const { news, seen } = newsSince(this.#blocksSeen);
    this.#blocksSeen = seen;
    return news;
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case "ready":
        this.started = true;
        this.#since = machineNow();
        if (this.state === "starting") this.state = "ready";
        this.#markFirst();
        return this.#events.ready(this);
      case "broken":
        return this.#events.broken(this, message);
      case "result":
      case "error": {
        const task = this.#inFlight.get(message.id);
        if (task === undefined) return;
        if (task.bundle !== undefined) this.readAnswers();
        this.#remove(task);
        this.#since = machineNow();
        this.#markFirst();
        if (message.kind === "error" && message.unlearned === true)
          this.#taught.unlearn(task);
        this.#events.reply(this, task, message);
        return;
      }
      case "part":
        return this.#hearPart(message);
      case "ask":
      case "withdraw":
      case "gone":
        return this.#client.receive(message);
      case "crash":
        // The handle keeps it for the exit that follows.
        return;
      default:
        // A task may post messages of its own to its parent; they are nobody's.
        message satisfies never;
    }
  }

  #hearPart({ bundle, reply }: Extract<FromWorker, { kind: "part" }>): void {
    const task = this.#inFlight.get(bundle);
    if (task === undefined) return;
    if (reply.kind === "error" && reply.unlearned === true)
      this.#taught.unlearn(task);
    task.bundle?.hearOne(reply, this.number);
  }

  /** The worker goes on with the next. */
  #markFirst(): void {
    const [next] = this.#inFlight.values();
    next?.future.setRunning();
  }

  #unsent(message: ToWorker, error: Error): void {
    if (message.kind === "answer") this.#client.refuse(message, error);
    if (message.kind !== "run") return;
    this.#taught.takeBack(message.tasks);
    const lost = message.tasks.flatMap(
      ({ id }) => this.#inFlight.get(id) ?? [],
    );
    const taken = this.takeBack();
    for (const task of lost) {
      if (taken.includes(task) || task.bundle?.ids.length === 0) continue;
      // The worker may have taken its number, and would wait for it.
      if (this.#ahead.has(numberOf(task)))
        this.handle.send({ kind: "skip", id: task.id });
      this.given -= 1;
      this.#remove(task);
    }
    this.#events.returned(taken.filter((task) => !lost.includes(task)));
    // One at a time shows which of them it is.
    if (lost.length === 1)
      for (const task of lost) this.#events.refused(this, task, error);
    else for (const task of lost) this.#events.returned(this.run([task]));
  }

  #remove(task: Task): void {
    this.#inFlight.delete(task.id);
    for (const number of numbersOf(task)) this.#ahead.delete(number);
    if (this.load > 0) return;
    this.#claims?.reset();
    this.#answers?.reset();
    this.handle.setBusy(false);
  }

  #exit(exit: WorkerExit): void {
    this.state = "ended";
    this.#client.end();
    this.#afterwards?.();
    const returned = this.started ? this.takeBack() : this.tasks;
    const begun = this.started ? this.tasks : [];
    this.readAnswers();
    this.#inFlight.clear();
    this.#ahead.clear();
    this.#claims?.close();
    this.#answers?.close();
    this.#events.exit(this, begun, returned, exit);
  }
}

function sizeOf(tasks: Iterable<Task>): number {
  let bytes = 0;
  for (const task of tasks) bytes += task.bytes;
  return bytes;
}
