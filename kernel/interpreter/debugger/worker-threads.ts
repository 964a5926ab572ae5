import type { DebugQuestion, DebugWord } from "../wire/messages.ts";
import type { Breakpoints, Hit, WorkerBreakpoint } from "./breakpoints.ts";
import type { Exceptions } from "./exceptions.ts";
import { Frames } from "./frames.ts";
import { untilHeard } from "./patience.ts";
import { followThreads, prepare } from "./prepare.ts";
import { Scripts } from "./scripts.ts";
import type { Sources } from "./sources.ts";
import { Stops } from "./stops.ts";
import type { Threads } from "./threads.ts";
import { V8Debugger, type WorkerNews } from "./v8-debugger.ts";

interface Parts {
  send(question: DebugQuestion): void;
  sources: Sources;
  breakpoints: Breakpoints;
  exceptions: Exceptions;
  threads: Threads;
  ownFolder: string;
  withTypes(): boolean;
}

/** Below them are the threads of the cells' own process. */
let lastThread = 1;

/**
 * Worker threads and worker processes: of pools, of `Thread` and `Process`, of the cells' own. Each waits for its breakpoints
 * before it begins.
 */
export class WorkerThreads {
  readonly #workers = new Map<string, WorkerThread>();

  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  hear(method: string, news: WorkerNews): void {
    const { sessionId, workerInfo, isProcess = false } = news;
    if (method === "NodeWorker.attachedToWorker") {
      const name = news.name ?? `thread ${workerInfo?.workerId ?? sessionId}`;
      const worker = new WorkerThread(sessionId, this.#parts);
      this.#workers.set(sessionId, worker);
      this.#parts.threads.add(name, worker.stops);
      void worker.start(isProcess).catch(() => {});
      return;
    }
    const worker = this.#workers.get(sessionId);
    if (worker) this.#remove(sessionId, worker);
  }

  tell(word: DebugWord): void {
    for (const worker of this.#workers.values()) if (worker.hear(word)) return;
  }

  /** Breakpoints have changed. */
  async bind(): Promise<void> {
    const workers = [...this.#workers.values()];
    await untilHeard(workers.map((worker) => worker.bind()));
  }

  /** Nobody debugs any more: those that stand still go on. */
  leave(): void {
    for (const worker of this.#workers.values()) worker.leave();
    this.forget();
  }

  forget(): void {
    for (const [session, worker] of this.#workers)
      this.#remove(session, worker);
  }

  #remove(session: string, worker: WorkerThread): void {
    this.#workers.delete(session);
    worker.forget();
    this.#parts.threads.remove(worker.stops.thread);
  }
}

class WorkerThread {
  readonly stops: Stops;
  readonly #v8: V8Debugger;
  readonly #hits = new Map<string, Hit>();
  #turn = Promise.resolve();

  readonly #parts: Parts;

  constructor(session: string, parts: Parts) {
    this.#parts = parts;
    const { sources, exceptions, threads, ownFolder, withTypes } = parts;
    const scripts = new Scripts(sources);
    const thread = ++lastThread;
    const listener = {
      paused: (event: never) => this.stops.paused(event),
      resumed: () => this.stops.resumed(),
      parsed: (script: { scriptId: string; url: string }) =>
        scripts.parsed(script),
    };
    this.#v8 = new V8Debugger(parts.send, listener, session);
    this.stops = new Stops({
      ...{ thread, v8: this.#v8, exceptions, withTypes },
      frames: new Frames(sources, scripts, ownFolder, true),
      hitsOf: (ids) => ids.flatMap((id) => this.#hits.get(id) ?? []),
      tell: (event, body) => threads.hear(thread, event, body),
      changed() {},
    });
  }

  hear(word: DebugWord): boolean {
    return this.#v8.hear(word);
  }

  leave(): void {
    void this.#v8.ask("Debugger.disable").catch(() => {});
  }

  forget(): void {
    this.#v8.forget();
  }

  /** @param isProcess whether it has threads of its own */
  async start(isProcess: boolean): Promise<void> {
    try {
      await prepare(this.#v8, this.#parts.ownFolder, this.stops);
      if (isProcess) await followThreads(this.#v8);
      await this.bind();
    } finally {
      await this.#v8.ask("Runtime.runIfWaitingForDebugger");
    }
  }

  /** One time after the other: the last knows all breakpoints. */
  bind(): Promise<void> {
    const done = this.#turn.then(() => this.#bind());
    this.#turn = done.catch(() => {});
    return done;
  }

  async #bind(): Promise<void> {
    const old = [...this.#hits.keys()];
    this.#hits.clear();
    for (const breakpointId of old)
      await this.#v8.ask("Debugger.removeBreakpoint", { breakpointId });
    for (const each of this.#parts.breakpoints.inWorkers())
      await this.#bindOne(each);
  }

  async #bindOne({ urlRegex, at, condition, ...hit }: WorkerBreakpoint) {
    try {
      const { breakpointId } = await this.#v8.ask(
        "Debugger.setBreakpointByUrl",
        {
          urlRegex,
          lineNumber: at.line,
          columnNumber: at.column,
          condition,
        },
      );
      this.#hits.set(breakpointId, hit);
    } catch {
      // Two functions begin at one place, as a closure and its copy.
    }
  }
}
