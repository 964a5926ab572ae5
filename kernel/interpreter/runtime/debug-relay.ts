import { Session } from "node:inspector";
import type { DebugQuestion, DebugWord } from "../wire/messages.ts";

/** Of all that V8 tells, what the host uses; for the rest it would be woken at every piece of code that is compiled. */
const told = ["Debugger.paused", "Debugger.resumed"];

/**
 * V8's debugger of the main thread, for the host. The session is this thread's: no port is opened, and it answers while
 * the main thread is stopped, or computes.
 * https://chromedevtools.github.io/devtools-protocol/v8/Debugger/
 */
export class DebugRelay {
  #session: Session | undefined;
  #paused = false;

  readonly #say: (word: DebugWord) => void;

  constructor(say: (word: DebugWord) => void) {
    this.#say = say;
  }

  ask({ request, method, params }: DebugQuestion): void {
    const session = this.#open();
    session.post(method, params ?? {}, (error, result) => {
      // What V8 gives in place of an Error is its own.
      const message = (error as { message: string } | null)?.message;
      this.#say({ type: "debug-answer", request, result, error: message });
      if (method === "Debugger.disable") this.#close();
    });
  }

  /** Stop: code at a breakpoint goes on, to its end, and what it still runs by then stops at no other. */
  leavePause(): void {
    const session = this.#session;
    if (!session) return;
    session.post("Debugger.setSkipAllPauses", { skip: true });
    if (!this.#paused) return;
    session.post("Runtime.evaluate", {
      expression: "$romanesco.notePlace()",
      silent: true,
    });
    session.post("Debugger.resume", { terminateOnResume: true });
  }

  takePauses(): void {
    this.#session?.post("Debugger.setSkipAllPauses", { skip: false });
  }

  #open(): Session {
    if (this.#session) return this.#session;
    const session = new Session();
    session.connectToMainThread();
    session.on("inspectorNotification", ({ method, params }: Notification) =>
      this.#hear(method, params),
    );
    return (this.#session = session);
  }

  #hear(method: string, params: object): void {
    if (method === "Debugger.paused") this.#paused = true;
    if (method === "Debugger.resumed") this.#paused = false;
    const isCode =
      method === "Debugger.scriptParsed" && isFile((params as Script).url);
    if (isCode || told.includes(method))
      this.#say({ type: "debug-event", method, params });
  }

  #close(): void {
    this.#session?.disconnect();
    this.#session = undefined;
    this.#paused = false;
  }
}

interface Notification {
  method: string;
  params: object;
}

interface Script {
  url: string;
}

/** Not Node's own, nor a piece without a name. */
function isFile(url: string): boolean {
  return url !== "" && !url.startsWith("node:");
}
