import {
  describeEnd,
  explainStart,
  toEndReason,
  type EndReason,
} from "../end-reason.ts";
import type { HostMessage } from "../wire/messages.ts";
import { RuntimeProcess, type RuntimeHandler } from "./runtime-process.ts";
import {
  builtRuntime,
  spawnRuntime,
  type SpawnedRuntime,
} from "./spawn-runtime.ts";

/** What is told of a runtime's life, beside what it says itself. */
export interface KeeperHandler extends Omit<RuntimeHandler, "exit"> {
  /** One that took messages ended, and everything in it. Another is being started. */
  ended(reason: EndReason): void;
  /** A new one takes messages. Those sent to one that never came up have to be sent again. */
  started(): void;
  /** None could be started. No more is tried before `wake`. */
  gaveUp(reason: EndReason): void;
}

export interface KeeperOptions {
  directory: string;
  program?: string;
  /** Starts each process in place of {@link spawnRuntime}. */
  spawn?: () => SpawnedRuntime;
  log?: (message: string) => void;
}

/** Between one start that failed and the next. What is passing, such as a folder that git checks out, is over by then. */
const pausesMs = [100, 500, 2000];

/**
 * Keeps a runtime there: one that ends is replaced at once, one that does not come up after growing pauses, and when that
 * goes on, only once somebody needs it.
 *
 *     idle -> starting -> ready -> starting ...
 *                |  ^---- pausing
 *                '-> failed -> starting ...         any -> stopped
 */
export class RuntimeKeeper {
  #state: "idle" | "starting" | "ready" | "pausing" | "failed" | "stopped" =
    "idle";
  #process: RuntimeProcess | undefined;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;
  /** Why the process is being ended, when that is our doing. */
  #ending: EndReason | undefined;

  readonly #options: KeeperOptions;
  readonly #handler: KeeperHandler;
  #spawned?: SpawnedRuntime;

  /** @param spawned the first process, when it has been started already */
  constructor(
    options: KeeperOptions,
    handler: KeeperHandler,
    spawned?: SpawnedRuntime,
  ) {
    this.#options = options;
    this.#handler = handler;
    this.#spawned = spawned;
  }

  /** Whether there is a process that takes messages, at once or when it is up. */
  get takesMessages(): boolean {
    return this.#state === "starting" || this.#state === "ready";
  }

  start(): void {
    if (this.#state === "idle") this.#start();
  }

  /** Tries again if it had been given up: somebody needs a runtime. */
  wake(): void {
    if (this.#state !== "failed") return;
    this.#failures = 0;
    this.#start();
  }

  get process(): RuntimeProcess | undefined {
    return this.#process;
  }

  send(message: HostMessage): void {
    this.#process?.send(message);
  }

  /** Ends the process, which the next then replaces. */
  async end(reason: EndReason): Promise<void> {
    this.#ending = reason;
    await this.#process?.end();
  }

  /** For good, with all that it started; what listens for the end of the process is heard before. */
  async stop(): Promise<void> {
    this.#state = "stopped";
    clearTimeout(this.#pause);
    await this.#process?.leave();
  }

  #start(): void {
    this.#state = "starting";
    const { directory, program, spawn } = this.#options;
    const spawned =
      this.#spawned ?? spawn?.() ?? spawnRuntime(directory, program);
    this.#spawned = undefined;
    if (!spawned.child) {
      setImmediate(() => this.#fail({ error: spawned.error }));
      return;
    }
    this.#process = new RuntimeProcess(
      spawned.child,
      this.#listener,
      spawned.mark,
    );
    this.#handler.started();
  }

  readonly #listener: RuntimeHandler = {
    message: (message) => {
      if (message.type === "ready") this.#becomeReady();
      this.#handler.message(message);
    },
    stream: (name, cell, text) => this.#handler.stream(name, cell, text),
    helper: (word) => this.#handler.helper(word),
    isAhead: () => this.#handler.isAhead(),
    caughtUp: () => this.#handler.caughtUp(),
    exit: (code, signal, lastWords) =>
      this.#exit(toEndReason(code, signal, lastWords), lastWords),
  };

  #becomeReady(): void {
    if (this.#state === "starting") this.#state = "ready";
    this.#failures = 0;
  }

  #exit(end: EndReason, lastWords: string): void {
    const reason = this.#ending ?? end;
    const wasReady = this.#state === "ready" || this.#ending !== undefined;
    this.#ending = undefined;
    this.#process = undefined;
    this.#options.log?.(`the runtime ended: ${describeEnd(reason)}`);
    if (this.#state === "stopped") this.#handler.ended(reason);
    else if (!wasReady) this.#fail({ end, lastWords });
    else {
      this.#state = "pausing";
      this.#handler.ended(reason);
      this.#start();
    }
  }

  #fail(how: { error?: unknown; end?: EndReason; lastWords?: string }): void {
    if (this.#state === "stopped") return;
    const pauseMs = pausesMs[this.#failures++];
    if (pauseMs !== undefined) {
      this.#state = "pausing";
      this.#pause = setTimeout(() => this.#start(), pauseMs);
      return;
    }
    this.#state = "failed";
    const { directory, program = builtRuntime } = this.#options;
    const reason = explainStart({ directory, program, ...how });
    this.#options.log?.(`no runtime: ${describeEnd(reason)}`);
    this.#handler.gaveUp(reason);
  }
}
