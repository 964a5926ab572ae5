import { decodeError } from "../transfer/errors.ts";
import { SharedMemoryError, StateError, type WorkerExit } from "../errors.ts";
import { nestingBelow } from "../worker/nesting.ts";
import { delist, enlist, type Interruptible } from "../worker/interruptible.ts";
import { deadlineIn } from "../platform/clock.ts";
import { newsSince } from "../sync/blocks.ts";
import { Client } from "../sync/client.ts";
import type { FromWorker, Times, ToWorker } from "../worker/messages.ts";
import type { EncodedError } from "../transfer/messages.ts";
import { giveObjects } from "../worker/lend-objects.ts";
import { nameHere, parentOf } from "../platform/current.ts";
import { Ending, toExitCode } from "./ending.ts";
import { reportEnd, reportFailure } from "./report.ts";
import {
  checkName,
  checkOptions,
  toRunMessage,
  workOfOwn,
  type TargetOptions,
  type Work,
} from "./work.ts";
import {
  makeCall,
  makeTask,
  type Call,
  type Target,
  type Task,
} from "../worker/task.ts";
import { Timeline, type TaskRecord } from "../worker/timeline.ts";
import { machineNow, processStart } from "../platform/machine-clock.ts";
import type { SpawnWorker, WorkerHandle } from "../worker/worker-handle.ts";
import { currentCell, outputFd } from "../worker/worker-output.ts";

/** So long a process that was asked to end may take for it, in milliseconds. */
const graceMs = 2000;

/**
 * One function in a worker of its own: what Process and Thread have in common. The worker ends as a program does: when the
 * function is done, and what it began is too, such as timers, servers, and what it asked of locks and queues without
 * awaiting it. An error or a rejection that is uncaught until then ends it with exit code 1.
 * States: initial -> started -> ended.
 */
export abstract class WorkerRun<A extends unknown[]>
  implements Interruptible, AsyncDisposable
{
  #name: string;
  #daemon: boolean;
  #handle: WorkerHandle | undefined;
  #client: Client | undefined;
  readonly #number: number;
  readonly #spawn: SpawnWorker;
  readonly #sharesMemory: boolean;
  #target: Target | undefined;
  #args: unknown[] | undefined;
  #state: "initial" | "started" | "ended" | "closed" = "initial";
  #exitCode: number | null = null;
  #call: Call | undefined;
  #task: Task | undefined;
  /** When it began, and how long it took, as it says itself. */
  #times: Times | undefined;
  // From when performance.now() counts, as perfCounter does.
  readonly #timeline = new Timeline(processStart());
  #error: unknown;
  #failed = false;
  /** We ended it: no need to say so. */
  #ending: NodeJS.Signals | undefined;
  #endForSure: NodeJS.Timeout | undefined;
  readonly #end = new Ending();

  constructor(
    options: TargetOptions<A>,
    kind: string,
    number: number,
    spawn: SpawnWorker,
    sharesMemory: boolean,
  ) {
    checkOptions(options);
    this.#name = options.name || `${kind}-${number}`;
    this.#daemon = options.daemon ?? false;
    this.#target = options.target;
    this.#args = options.args;
    this.#number = number;
    this.#spawn = spawn;
    this.#sharesMemory = sharesMemory;
  }

  /** As given, or "Process-1", "Thread-1" and so on; may be set at any time. In `run`, the worker's own. */
  get name(): string {
    return #name in this ? this.#name : nameHere();
  }

  /** @throws TypeError unless it is a string */
  set name(name: string) {
    checkName(name);
    this.#name = name;
  }

  /** Whether it ends with the program rather than keep it going. */
  get daemon(): boolean {
    return this.#daemon;
  }

  /** @throws StateError once it was started */
  set daemon(daemon: boolean) {
    this.expectNew("daemon is set before start()");
    this.#daemon = daemon;
  }

  /**
   * What the worker does: it calls the target with its arguments. A class that extends this one may have its own `run`, and
   * no target then; the worker gets the plain fields of the object, not its private ones.
   *
   *     class Greeting extends Process {
   *       constructor(readonly whom: string) { super(); }
   *       override run() { console.log("hello", this.whom); }
   *     }
   */
  run(): unknown {
    // They were checked against each other where they were given.
    return this.#target?.(...((this.#args ?? []) as never[]));
  }

  /**
   * Starts it.
   * @throws StateError if it has already been started; TransferError if the target or an argument cannot travel; TypeError if
   * there is neither a target nor a `run` of its own
   */
  start(): void {
    this.expectNew("make a new one to run its target again");
    const work = this.#findWork();
    // Packing may take as long as a process takes to start: both at once.
    const handle = this.#spawnWorker();
    try {
      this.#call = makeCall(work.fn, this.start);
      const run = this.#makeRun(this.#call, work);
      handle.send(run, this.#task?.bytes);
    } catch (error) {
      this.#handle = undefined;
      this.#client?.end();
      handle.kill();
      throw error;
    }
    this.#state = "started";
    giveObjects(this.#task, this.#client);
    enlist(this);
  }

  /**
   * Waits until it has ended. Never rejects for its error: look at `exitCode` and `error`.
   * @param timeoutSeconds how long to wait (default: until it ends)
   * @throws StateError before `start`
   */
  async join(timeoutSeconds?: number): Promise<void> {
    this.#expectOpen();
    if (this.#state === "initial") {
      throw new StateError(`${this.name} was not started; call start() first`);
    }
    const deadline = deadlineIn(timeoutSeconds);
    if (this.#state === "ended") return;
    this.handle?.setBusy(true);
    await this.#end.wait(deadline);
    if (!this.#end.awaited) this.handle?.setBusy(!this.daemon);
  }

  /**
   * Asks it to end: SIGTERM for a process, which may have a handler for it, and SIGKILL two seconds later; a thread ends at
   * once. Does nothing once it has ended.
   */
  terminate(): void {
    this.#signal("SIGTERM");
    if (this.#state !== "started" || this.#sharesMemory) return;
    this.#endForSure ??= setTimeout(() => this.handle?.kill(), graceMs).unref();
  }

  /** Ends it at once: SIGKILL for a process. */
  kill(): void {
    this.#signal("SIGKILL");
  }

  /** Whether it was started and has not ended. */
  isAlive(): boolean {
    this.#expectOpen();
    return this.#state === "started";
  }

  /**
   * null until it has ended; then 0, or 1 after an uncaught error, or what it passed to process.exit, or minus
   * the number of the signal that ended it: -15 after `terminate`, -9 after `kill`.
   */
  get exitCode(): number | null {
    return this.#exitCode;
  }

  /**
   * Resolves with the exit code once it has ended, for `Promise.race`, `await` and {@link Connection.wait}. It does not keep
   * the program going.
   */
  get sentinel(): Promise<number> {
    this.#expectOpen();
    return this.#end.sentinel;
  }

  /**
   * Lets go of everything; only `name` and `exitCode` may be used then.
   * @throws StateError while it runs
   */
  close(): void {
    if (this.#state === "started") {
      throw new StateError(
        `${this.name} is still running; join() it or terminate() it before close()`,
      );
    }
    this.#state = "closed";
    this.#release();
  }

  /** The error that ended it, itself; undefined if there was none. Python only prints it. */
  get error(): unknown {
    return this.#error;
  }

  /**
   * What ran where and when, once it has ended: one record, with times on perfCounter's clock. Data for a plot:
   * `timeline([first, second].flatMap((each) => each.timeline()))`. A target that took less than a hundredth of a second
   * counts as begun and done when its worker ended, and one that was killed as begun when it was started; `cpu` is
   * undefined then.
   */
  timeline(): TaskRecord[] {
    return this.#timeline.toArray();
  }

  /** @internal For the notebook: the person stopped the cell. */
  interrupt(cells: readonly number[]): void {
    if (cells.length === 0 || cells.includes(this.#call?.cell ?? 0))
      this.kill();
  }

  /** Ends it if it still runs, and waits for that. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state !== "started") return;
    this.terminate();
    await this.join();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const { name, constructor } = this;
    // In its own worker, it knows its fields only.
    if (!(#state in this)) return `${constructor.name}(${name})`;
    const daemon = this.#daemon ? ", daemon" : "";
    const end = this.#exitCode === null ? "" : `, exitCode ${this.#exitCode}`;
    return `${constructor.name}(${name}, ${this.#state}${daemon}${end})`;
  }

  protected get handle(): WorkerHandle | undefined {
    return #handle in this ? this.#handle : undefined;
  }

  private expectNew(advice: string): void {
    this.#expectOpen();
    if (this.#state === "initial") return;
    throw new StateError(`${this.name} has already been started; ${advice}`);
  }

  #expectOpen(): void {
    if (this.#state !== "closed") return;
    throw new StateError(`${this.name} is closed`);
  }

  #findWork(): Work {
    if (this.#target !== undefined) {
      return { fn: this.#target, mode: "call", args: this.#args ?? [] };
    }
    if (this.run === WorkerRun.prototype.run) {
      throw new TypeError(
        `${this.name} has nothing to run: give it { target: work, args: [1, 2] }, or extend it with run()`,
      );
    }
    return workOfOwn(this);
  }

  #spawnWorker(): WorkerHandle {
    const client = new Client(this.name, (answer) => handle.send(answer));
    const handle = this.#spawn(
      {
        kind: "start",
        name: this.name,
        identity: client.identity,
        parent: parentOf(this.#sharesMemory),
        outputFd: outputFd(),
        cell: currentCell(),
        nesting: nestingBelow(1),
        single: true,
      },
      {
        message: (message) => this.#receive(message),
        unsent: (message, error) => {
          if (message.kind === "answer") return client.refuse(message, error);
          this.#fail(error);
          this.kill();
        },
        exit: (exit) => {
          // Not that of a worker whose target could not be packed.
          if (this.handle === handle) this.#exit(exit);
        },
      },
      {},
    );
    this.#handle = handle;
    this.#client = client;
    handle.setBusy(!this.daemon);
    return handle;
  }

  #makeRun(call: Call, { mode, args }: Work): ToWorker {
    const task = makeTask(call, mode, args, "argument");
    this.#task = task;
    if (task.shared && !this.#sharesMemory)
      throw new SharedMemoryError(task.shared);
    const blocks = this.#sharesMemory ? newsSince(0).news : undefined;
    return { ...toRunMessage(call, task), blocks };
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#state !== "started") return;
    this.#ending = signal;
    // Nothing that it waits for may reach it now.
    if (signal === "SIGKILL" || this.#sharesMemory) this.#client?.stopServing();
    this.handle?.kill(signal);
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case "ask":
      case "withdraw":
      case "gone":
        return this.#client?.receive(message);
      case "result":
        this.#times = message;
        return;
      case "error":
        this.#times = message;
        return this.#failAs(message.error);
      case "broken":
        return this.#failAs(message.error);
    }
  }

  #failAs(error: EncodedError): void {
    this.#fail(decodeError(error, this.#call?.caller.stack ?? ""));
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.#error = error;
    reportFailure(this.name, error);
  }

  #exit(exit: WorkerExit): void {
    this.#state = "ended";
    clearTimeout(this.#endForSure);
    this.#client?.end();
    if (exit.error !== undefined && !this.#failed) this.#fail(exit.error);
    this.#exitCode = toExitCode(
      exit,
      this.#failed,
      // Ending a thread is no signal, but reads like one.
      this.#sharesMemory ? this.#ending : undefined,
    );
    if (exit.signal !== null && this.#ending === undefined)
      reportEnd(this.name, exit);
    this.#record();
    this.#release();
    delist(this);
    this.#end.reached(this.#exitCode);
  }

  /** It need not keep what it was given any longer. */
  #release(): void {
    this.#target = undefined;
    this.#args = undefined;
    this.#call = undefined;
    this.#task = undefined;
    this.#client = undefined;
  }

  #record(): void {
    if (this.#task === undefined) return;
    const { queued } = this.#task;
    const ok = this.#exitCode === 0;
    const ended = machineNow();
    // One that was killed says nothing any more, and a short one spares itself the trouble.
    const times = this.#times ?? { started: ok ? ended : queued, ended };
    this.#timeline.record(this.#task, this.#number, times, ok);
  }
}
