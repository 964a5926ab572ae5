import { Session } from "node:inspector";
import type { DebugQuestion, DebugWord } from "../wire/messages.ts";

/** Of all that V8 tells, what the host uses; for the rest it would be woken at every piece of code that is compiled. */
const told = ["Debugger.paused", "Debugger.resumed"];

/**
 * Node hands on in microtasks what the main thread says. Those that come where a turn of this thread's event loop is all but
 * over wait for the next turn, which may be half a minute away: so there is one soon.
 */
const turnMs = 10;

interface Notification {
  method: string;
  params: object;
}

/** Of the domain NodeWorker. https://nodejs.org/api/inspector.html */
interface WorkerNews {
  sessionId: string;
  workerInfo?: { url: string };
  message?: string;
}

/**
 * V8's debugger of the main thread and of worker threads, for the host. The session is this thread's: no port is opened,
 * and it answers while the main thread is stopped, or computes.
 * https://chromedevtools.github.io/devtools-protocol/v8/Debugger/
 */
export class DebugRelay {
  #session: Session | undefined;
  #turns: NodeJS.Timeout | undefined;
  /** The sessions whose threads stand still; "" is the main thread's. */
  readonly #paused = new Set<string>();
  readonly #workers = new Set<string>();

  readonly #say: (word: DebugWord) => void;

  constructor(say: (word: DebugWord) => void) {
    this.#say = say;
  }

  ask({ request, session: worker, method, params = {} }: DebugQuestion): void {
    if (worker !== undefined)
      return this.#askWorker(worker, { id: request, method, params });
    const session = this.#open();
    session.post(method, params, (error, result) => {
      // What V8 gives in place of an Error is its own.
      const message = (error as { message: string } | null)?.message;
      this.#say({ type: "debug-answer", request, result, error: message });
      if (method === "Debugger.disable") this.close();
    });
  }

  get standsStill(): boolean {
    return this.#paused.size > 0;
  }

  /** Stop: code at a breakpoint goes on, to its end, and what it still runs by then stops at no other. */
  leavePause(): void {
    const session = this.#session;
    if (!session) return;
    session.post("Debugger.setSkipAllPauses", { skip: true });
    for (const worker of this.#workers) this.#skipIn(worker, true);
    if (!this.#paused.has("")) return;
    session.post("Runtime.evaluate", {
      expression: "$romanesco.notePlace()",
      silent: true,
    });
    session.post("Debugger.resume", { terminateOnResume: true });
  }

  takePauses(): void {
    this.#session?.post("Debugger.setSkipAllPauses", { skip: false });
    for (const worker of this.#workers) this.#skipIn(worker, false);
  }

  /** A thread that stands still does not end before it goes on. */
  #skipIn(worker: string, skip: boolean): void {
    const method = "Debugger.setSkipAllPauses";
    this.#askWorker(worker, { id: 0, method, params: { skip } });
    if (skip && this.#paused.has(worker))
      this.#askWorker(worker, { id: 0, method: "Debugger.resume" });
  }

  #open(): Session {
    if (this.#session) return this.#session;
    const session = new Session();
    session.connectToMainThread();
    session.on("inspectorNotification", ({ method, params }: Notification) =>
      method.startsWith("NodeWorker.")
        ? this.#hearOfWorker(method, params as WorkerNews)
        : this.#hear(method, params),
    );
    this.#turns = setInterval(() => {}, turnMs);
    return (this.#session = session);
  }

  #hear(method: string, params: object, session?: string): void {
    if (method === "Debugger.paused") this.#paused.add(session ?? "");
    if (method === "Debugger.resumed") this.#paused.delete(session ?? "");
    const isCode =
      method === "Debugger.scriptParsed" && isFile((params as Script).url);
    if (isCode || told.includes(method))
      this.#say({ type: "debug-event", session, method, params });
  }

  #hearOfWorker(method: string, news: WorkerNews): void {
    const { sessionId, workerInfo, message } = news;
    if (message !== undefined) return this.#hearWorker(sessionId, message);
    if (workerInfo && isOurs(workerInfo.url)) return;
    if (method === "NodeWorker.attachedToWorker") this.#workers.add(sessionId);
    else if (!this.#workers.delete(sessionId)) return;
    else this.#paused.delete(sessionId);
    this.#say({ type: "debug-event", method, params: news });
  }

  #hearWorker(session: string, text: string): void {
    const word = JSON.parse(text) as Partial<Notification> & {
      id?: number;
      result?: object;
      error?: { message: string };
    };
    const { id: request, result, error } = word;
    if (word.method !== undefined)
      return this.#hear(word.method, word.params ?? {}, session);
    if (!request) return;
    const message = error?.message;
    this.#say({ type: "debug-answer", request, result, error: message });
  }

  #askWorker(
    sessionId: string,
    question: { id: number; method: string; params?: object },
  ): void {
    // V8 lets the thread go on, and does not say so.
    if (question.method === "Debugger.disable") this.#paused.delete(sessionId);
    const message = JSON.stringify(question);
    this.#session?.post("NodeWorker.sendMessageToWorker", {
      sessionId,
      message,
    });
  }

  /** The code goes on. */
  close(): void {
    clearInterval(this.#turns);
    // A worker's that stands still would not go on by the end of the session alone. One that goes on already may be ending, and
    // Node aborts the process when a thread is spoken to while it is being taken down.
    for (const worker of this.#workers)
      if (this.#paused.has(worker))
        this.#askWorker(worker, { id: 0, method: "Debugger.disable" });
    this.#session?.disconnect();
    this.#session = undefined;
    this.#paused.clear();
    this.#workers.clear();
  }
}

/** The thread that asks is one, too. */
function isOurs(url: string): boolean {
  return /\/(helper|debug-agent)\.cjs$/.test(url);
}

interface Script {
  url: string;
}

/** Not Node's own, nor a piece without a name. */
function isFile(url: string): boolean {
  return url !== "" && !url.startsWith("node:");
}
