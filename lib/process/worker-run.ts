import { constants } from "node:os";
import { decodeError } from "../travel/errors.ts";
import {
  adviseOnExit,
  describeExit,
  SharedMemoryError,
  StateError,
  type WorkerExit,
} from "../pool/errors.ts";
import { delist, enlist, type Interruptible } from "../pool/live.ts";
import { at, deadlineIn } from "../timing/clock.ts";
import { newsSince } from "../sync/blocks.ts";
import { answerAsk } from "../sync/shared-object.ts";
import type { FromWorker, Times, ToWorker } from "../pool/messages.ts";
import { makeCall, makeTask, type Call, type Task } from "../pool/task.ts";
import { Timeline, type TaskRecord } from "../pool/timeline.ts";
import { machineNow, processStart } from "../timing/machine-clock.ts";
import type { SpawnWorker, WorkerHandle } from "../pool/worker-handle.ts";
import { currentCell, outputFd } from "../pool/worker-output.ts";

/** How a Process or a Thread is made; the names are Python's. */
export interface TargetOptions<A extends unknown[]> {
  /** What it runs. */
  target: (...args: A) => unknown;
  /** The target's arguments (default: none); copied. */
  args?: NoInfer<A>;
  /** For people (default: "Process-1", "Process-2", ..., or "Thread-1", ...). */
  name?: string;
  /** Whether the program may end without it; then it ends too (default: false). */
  daemon?: boolean;
}

/**
 * One function in a worker of its own: what Process and Thread have in common.
 * States: initial -> started -> ended.
 */
export abstract class WorkerRun<A extends unknown[]>
  implements Interruptible, AsyncDisposable
{
  /** As given, or "Process-1", "Thread-1" and so on. */
  readonly name: string;
  /** Whether it ends with the program rather than keep it going. */
  readonly daemon: boolean;
  protected handle: WorkerHandle | undefined;
  readonly #spawn: SpawnWorker;
  readonly #sharesMemory: boolean;
  readonly #options: TargetOptions<A>;
  #state: "initial" | "started" | "ended" = "initial";
  #exitCode: number | null = null;
  #call: Call | undefined;
  #task: Task | undefined;
  /** When it began, and how long it took, as it says itself. */
  #times: Times | undefined;
  // From when performance.now() counts, as perfCounter does.
  readonly #timeline = new Timeline(processStart);
  #error: unknown;
  #failed = false;
  /** We ended it: no need to say so. */
  #ending: NodeJS.Signals | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(
    options: TargetOptions<A>,
    kind: string,
    private readonly number: number,
    spawn: SpawnWorker,
    sharesMemory: boolean,
  ) {
    const { target } = options;
    if (typeof target !== "function") {
      throw new TypeError(
        `target must be the function to run; got ${typeof target}. Write { target: work, args: [1, 2] }.`,
      );
    }
    this.name = options.name ?? `${kind}-${number}`;
    this.daemon = options.daemon ?? false;
    this.#options = options;
    this.#spawn = spawn;
    this.#sharesMemory = sharesMemory;
  }

  /**
   * Starts it.
   * @throws StateError if it was started before; TransferError if the target or an argument cannot travel
   */
  start(): void {
    if (this.#state !== "initial") {
      throw new StateError(
        `${this.name} was started before; make a new one to run its target again`,
      );
    }
    // Packing may take as long as a process takes to start: both at once.
    const handle = this.#spawnWorker();
    try {
      this.#call = makeCall(this.#options.target, this.start);
      const run = this.#makeRun(this.#call);
      handle.send(run, this.#task?.bytes);
    } catch (error) {
      this.handle = undefined;
      handle.kill();
      throw error;
    }
    this.#state = "started";
    enlist(this);
  }

  /**
   * Waits until it has ended. Never rejects for its error: look at `exitCode` and `error`.
   * @param timeoutSeconds how long to wait (default: until it ends)
   * @throws StateError before `start`
   */
  async join(timeoutSeconds?: number): Promise<void> {
    if (this.#state === "initial") {
      throw new StateError(`${this.name} was not started; call start() first`);
    }
    if (this.#state === "ended") return;
    const deadline = deadlineIn(timeoutSeconds);
    this.handle?.setBusy(true);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        callOff();
        this.#waiting.delete(done);
        if (this.#waiting.size === 0) this.handle?.setBusy(!this.daemon);
        resolve();
      };
      const callOff = at(deadline, done);
      this.#waiting.add(done);
    });
  }

  /** Asks it to end: SIGTERM for a process; a thread ends at once. Does nothing once it has ended. */
  terminate(): void {
    this.#end("SIGTERM");
  }

  /** Ends it at once: SIGKILL for a process. */
  kill(): void {
    this.#end("SIGKILL");
  }

  /** Whether it was started and has not ended. */
  isAlive(): boolean {
    return this.#state === "started";
  }

  /**
   * null until it has ended; then 0, or 1 after an error that nobody caught, or what it gave to process.exit, or minus
   * the number of the signal that ended it: -15 after `terminate`, -9 after `kill`.
   */
  get exitCode(): number | null {
    return this.#exitCode;
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
  interrupt(): void {
    this.kill();
  }

  /** Ends it if it still runs, and waits for that. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state !== "started") return;
    this.terminate();
    await this.join();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const end = this.#state === "ended" ? `, exitCode ${this.#exitCode}` : "";
    return `${this.constructor.name}(${this.name}, ${this.#state}${end})`;
  }

  #spawnWorker(): WorkerHandle {
    const handle = this.#spawn(
      {
        kind: "start",
        name: this.name,
        outputFd: outputFd(),
        cell: currentCell(),
        single: true,
      },
      {
        message: (message) => this.#receive(message),
        unsent: (_, error) => {
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
    this.handle = handle;
    handle.setBusy(!this.daemon);
    return handle;
  }

  #makeRun(call: Call): ToWorker {
    const args = this.#options.args ?? [];
    const task = makeTask(call, "call", args, "argument");
    this.#task = task;
    if (task.shared && !this.#sharesMemory)
      throw new SharedMemoryError(task.shared);
    const { units, entry } = call.shipment;
    return {
      kind: "run",
      tasks: [
        {
          id: task.id,
          mode: task.mode,
          call: call.id,
          entry,
          units: [...units, ...task.units],
          args: task.args,
          marked: task.marked,
          cell: currentCell(),
        },
      ],
      forget: [],
      last: true,
      blocks: this.#sharesMemory ? newsSince(0).news : undefined,
    };
  }

  #end(signal: NodeJS.Signals): void {
    if (this.#state !== "started") return;
    this.#ending = signal;
    this.handle?.kill(signal);
  }

  #receive(message: FromWorker): void {
    if (message.kind === "ask") {
      void answerAsk(message).then((answer) => this.handle?.send(answer));
    }
    if (message.kind === "result" || message.kind === "error") {
      this.#times = message;
    }
    if (message.kind === "error" || message.kind === "broken") {
      this.#fail(decodeError(message.error, this.#call?.caller.stack ?? ""));
    }
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.#error = error;
    // As in Python: the traceback goes to stderr.
    console.error(`${this.name} failed:`, error);
  }

  #exit(exit: WorkerExit): void {
    this.#state = "ended";
    if (exit.error !== undefined && !this.#failed) this.#fail(exit.error);
    this.#exitCode = this.#toExitCode(exit);
    if (exit.signal !== null && this.#ending === undefined) {
      console.error(
        `${this.name} ${describeExit(exit)}. ${adviseOnExit(exit)}`,
      );
    }
    this.#record();
    delist(this);
    for (const done of [...this.#waiting]) done();
  }

  #record(): void {
    if (this.#task === undefined) return;
    const { queued } = this.#task;
    const ok = this.#exitCode === 0;
    const ended = machineNow();
    // One that was killed says nothing any more, and a short one spares itself the trouble.
    const times = this.#times ?? { started: ok ? ended : queued, ended };
    this.#timeline.record(this.#task, this.number, times, ok);
  }

  #toExitCode({ exitCode, signal }: WorkerExit): number {
    if (signal !== null) return -constants.signals[signal];
    // Ending a thread is no signal, but reads like one.
    if (this.#ending !== undefined && this.handle?.threadId !== undefined) {
      return -constants.signals[this.#ending];
    }
    return this.#failed ? exitCode || 1 : (exitCode ?? 1);
  }
}
