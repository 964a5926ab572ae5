import type {
  DebugAdapter,
  DebugEvent,
  DebugRequest,
} from "../../../kernel/interpreter/debug-adapter.ts";
import type { CommEvent } from "../../../kernel/interpreter/comm-event.ts";
import type { Editor } from "../../../kernel/interpreter/editor.ts";
import type {
  Cell,
  Completeness,
  Completions,
  Interpreter,
  Outcome,
  OutputHandler,
} from "../../../kernel/interpreter/interpreter.ts";
import type { Display } from "../../../kernel/display/mime-bundle.ts";

type Script = (output: OutputHandler, cell: Cell) => Promise<Outcome> | Outcome;

export const ok: Outcome = { status: "ok" };
export const failed: Outcome = {
  status: "error",
  name: "TypeError",
  message: "no",
  traceback: ["TypeError: no"],
};

export function okWith(text: string): Outcome {
  return {
    status: "ok",
    result: { data: { "text/plain": text }, metadata: {} },
  };
}

/** Says what it was asked, and tells of each request as an event. */
class FakeDebugger implements DebugAdapter {
  onEvent: (event: DebugEvent) => void = () => {};

  async request({ seq, command, arguments: body }: DebugRequest) {
    this.onEvent({ type: "event", seq: 0, event: command, body });
    const answer = { seq: 1, request_seq: seq, success: true, command, body };
    return { type: "response" as const, ...answer };
  }
}

/** Cells are names of scripts that the test provides. */
export class FakeInterpreter implements Interpreter {
  readonly executed: Cell[] = [];
  readonly calls: string[] = [];
  readonly comms = new Map<string, string>();
  /** What came for comms of the target "echo", the only one there is. */
  readonly heard: CommEvent[] = [];
  readonly debugger = new FakeDebugger();
  readonly editor: Editor = {
    ask: async (page, question) => {
      this.calls.push(`ask ${page} ${JSON.stringify(question)}`);
      return { marks: {} };
    },
    close: (page) => void this.calls.push(`close ${page}`),
  };
  #stop: ((outcome: Outcome) => void) | undefined;

  constructor(readonly scripts: Record<string, Script> = {}) {}

  async execute(cell: Cell, output: OutputHandler): Promise<Outcome> {
    this.executed.push(cell);
    const stopped = new Promise<Outcome>((resolve) => (this.#stop = resolve));
    const script = this.scripts[cell.code] ?? (() => ok);
    return Promise.race([script(output, cell), stopped]);
  }

  async evaluate(
    expressions: Record<string, string>,
  ): Promise<Record<string, Outcome>> {
    this.calls.push("evaluate");
    return Object.fromEntries(
      Object.entries(expressions).map(([name, code]) => [
        name,
        code === "bad" ? failed : okWith(code),
      ]),
    );
  }

  async receive(event: CommEvent): Promise<boolean> {
    if (event.type === "open" && event.targetName === "echo")
      this.comms.set(event.commId, event.targetName);
    if (!this.comms.has(event.commId)) return false;
    if (event.type === "close") this.comms.delete(event.commId);
    this.heard.push(event);
    return true;
  }

  async interrupt(): Promise<void> {
    this.calls.push("interrupt");
    this.#stop?.({
      status: "error",
      name: "Interrupted",
      message: "stopped",
      traceback: [],
    });
  }

  async isComplete(code: string): Promise<Completeness> {
    return code.endsWith("{")
      ? { status: "incomplete", indent: "  " }
      : { status: "complete" };
  }

  async complete(code: string, cursor: number): Promise<Completions> {
    return {
      start: cursor - 1,
      end: cursor,
      matches: [
        { text: code.slice(cursor - 1, cursor) + "og", kind: "function" },
      ],
    };
  }

  async inspect(
    code: string,
    cursor: number,
    detail: 0 | 1,
  ): Promise<Display | undefined> {
    if (/\bnothing\b/.test(code)) return undefined;
    return {
      data: { "text/plain": `${code.slice(0, cursor)} at detail ${detail}` },
      metadata: {},
    };
  }

  async shutdown(): Promise<void> {
    this.calls.push("shutdown");
  }
}
