import type { Debugger, Runtime } from "node:inspector";
import type { DebugQuestion, DebugWord } from "../wire/messages.ts";
import { DebugError } from "../debug-adapter.ts";

/** What V8 tells unasked. */
export interface V8Listener {
  paused(event: Debugger.PausedEventDataType): void;
  resumed(): void;
  parsed(script: Debugger.ScriptParsedEventDataType): void;
  /** Of worker threads that come and go. */
  worker?(method: string, params: WorkerNews): void;
}

/** https://nodejs.org/api/inspector.html, the domain NodeWorker */
export interface WorkerNews {
  sessionId: string;
  workerInfo?: { workerId: string; title: string; url: string };
  /** For people (default: its number). */
  name?: string;
  /** Whether it is the main thread of a process. */
  isProcess?: boolean;
}

/** The names of V8's protocol that are used here, with what each takes and gives. */
interface Methods {
  "Debugger.enable": [undefined, unknown];
  "Debugger.disable": [undefined, void];
  "Debugger.resume": [undefined, void];
  "Debugger.pause": [undefined, void];
  "Debugger.stepOver": [undefined, void];
  "Debugger.stepInto": [undefined, void];
  "Debugger.stepOut": [undefined, void];
  "Debugger.setBlackboxPatterns": [{ patterns: string[] }, void];
  "Debugger.setPauseOnExceptions": [{ state: "none" | "all" }, void];
  "Debugger.getPossibleBreakpoints": [
    Debugger.GetPossibleBreakpointsParameterType,
    Debugger.GetPossibleBreakpointsReturnType,
  ];
  "Debugger.setBreakpointByUrl": [
    Debugger.SetBreakpointByUrlParameterType,
    Debugger.SetBreakpointByUrlReturnType,
  ];
  "Debugger.removeBreakpoint": [{ breakpointId: string }, void];
  "Debugger.evaluateOnCallFrame": [
    Debugger.EvaluateOnCallFrameParameterType,
    Debugger.EvaluateOnCallFrameReturnType,
  ];
  "Debugger.getScriptSource": [
    { scriptId: string },
    Debugger.GetScriptSourceReturnType,
  ];
  "NodeWorker.enable": [{ waitForDebuggerOnStart: boolean }, void];
  "NodeWorker.disable": [undefined, void];
  "Runtime.runIfWaitingForDebugger": [undefined, void];
  "Runtime.evaluate": [
    Runtime.EvaluateParameterType,
    Runtime.EvaluateReturnType,
  ];
  "Runtime.getProperties": [
    Runtime.GetPropertiesParameterType,
    Runtime.GetPropertiesReturnType,
  ];
  "Runtime.callFunctionOn": [
    Runtime.CallFunctionOnParameterType,
    Runtime.CallFunctionOnReturnType,
  ];
  "Runtime.releaseObjectGroup": [{ objectGroup: string }, void];
}

/** Counted for all threads, so that an answer says which it is. */
let requests = 0;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** V8's debugger in the process of the cells, asked over the line to its helper thread. */
export class V8Debugger {
  readonly #waiting = new Map<number, Waiting>();

  readonly #send: (question: DebugQuestion) => void;
  readonly #listener: V8Listener;

  readonly #session: string | undefined;

  /** @param session a worker thread's (default: the main thread) */
  constructor(
    send: (question: DebugQuestion) => void,
    listener: V8Listener,
    session?: string,
  ) {
    this.#session = session;
    this.#send = send;
    this.#listener = listener;
  }

  /** @throws DebugError with V8's reason */
  ask<Method extends keyof Methods>(
    method: Method,
    params?: Methods[Method][0],
  ): Promise<Methods[Method][1]> {
    const request = ++requests;
    return new Promise((resolve, reject) => {
      // What V8 answers to a method is what its protocol says.
      const waiting = { resolve: resolve as (result: unknown) => void, reject };
      this.#waiting.set(request, waiting);
      const session = this.#session;
      this.#send({ type: "debug", request, session, method, params });
    });
  }

  /** @returns whether it was for this thread */
  hear(word: DebugWord): boolean {
    if (word.type === "debug-event") {
      if (word.session !== this.#session) return false;
      this.#tell(word);
      return true;
    }
    const waiting = this.#waiting.get(word.request);
    if (!waiting) return false;
    this.#waiting.delete(word.request);
    if (word.error === undefined) waiting.resolve(word.result);
    else waiting.reject(new DebugError(word.error));
    return true;
  }

  /** The process has ended. */
  forget(): void {
    const error = new DebugError("the process of the cells has ended");
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #tell({ method, params }: DebugWord & { type: "debug-event" }): void {
    // Of each event, V8's protocol says what it carries.
    if (method === "Debugger.paused") this.#listener.paused(params as never);
    else if (method === "Debugger.resumed") this.#listener.resumed();
    else if (method === "Debugger.scriptParsed")
      this.#listener.parsed(params as never);
    else this.#listener.worker?.(method, params as never);
  }
}
