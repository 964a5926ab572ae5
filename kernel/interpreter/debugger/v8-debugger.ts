import type { Debugger, Runtime } from "node:inspector";
import type { DebugQuestion, DebugWord } from "../wire/messages.ts";
import { DebugError } from "../debug-adapter.ts";

/** What V8 tells unasked. */
export interface V8Listener {
  paused(event: Debugger.PausedEventDataType): void;
  resumed(): void;
  parsed(script: Debugger.ScriptParsedEventDataType): void;
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

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** V8's debugger in the process of the cells, asked over the line to its helper thread. */
export class V8Debugger {
  #requests = 0;
  readonly #waiting = new Map<number, Waiting>();

  readonly #send: (question: DebugQuestion) => void;
  readonly #listener: V8Listener;

  constructor(send: (question: DebugQuestion) => void, listener: V8Listener) {
    this.#send = send;
    this.#listener = listener;
  }

  /** @throws DebugError with V8's reason */
  ask<Method extends keyof Methods>(
    method: Method,
    params?: Methods[Method][0],
  ): Promise<Methods[Method][1]> {
    const request = ++this.#requests;
    return new Promise((resolve, reject) => {
      // What V8 answers to a method is what its protocol says.
      const waiting = { resolve: resolve as (result: unknown) => void, reject };
      this.#waiting.set(request, waiting);
      this.#send({ type: "debug", request, method, params });
    });
  }

  hear(word: DebugWord): void {
    if (word.type === "debug-event") return this.#tell(word);
    const waiting = this.#waiting.get(word.request);
    this.#waiting.delete(word.request);
    if (word.error === undefined) waiting?.resolve(word.result);
    else waiting?.reject(new DebugError(word.error));
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
    else this.#listener.parsed(params as never);
  }
}
