import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type {
  Broadcast,
  CommEvent,
} from "../../../kernel/interpreter/comm-event.ts";
import { HostInterpreter } from "../../../kernel/interpreter/host/host.ts";
import type {
  Outcome,
  OutputHandler,
} from "../../../kernel/interpreter/interpreter.ts";
import type { Display } from "../../../kernel/display/mime-bundle.ts";

/** The runtime as it is shipped: tests run what `npm run build` made. */
const builtRuntime = fileURLToPath(
  new URL(
    "../../../dist/kernel/interpreter/runtime/runtime.cjs",
    import.meta.url,
  ),
);

/** So is the thread that reads cells. */
const readerProgram = fileURLToPath(
  new URL(
    "../../../dist/kernel/interpreter/reading/reader-thread.cjs",
    import.meta.url,
  ),
);

const libTypes = fileURLToPath(
  new URL("../../../dist/lib/index.d.ts", import.meta.url),
);

export interface CellResult {
  outcome: Outcome;
  /** text/plain of the result; undefined when there is none. */
  text: string | undefined;
  stdout: string;
  stderr: string;
  displays: { display: Display; displayId?: string; update: boolean }[];
  broadcasts: Broadcast[];
}

/** An interpreter on a folder of its own, driven cell by cell. */
export class Session {
  readonly directory = mkdtempSync(join(tmpdir(), "romanesco-session-"));
  readonly interpreter: HostInterpreter;
  /** Answers questions of cells. */
  person: (prompt: string, password: boolean) => Promise<string> = () =>
    Promise.reject(new Error("no one to ask"));
  #count = 0;

  /**
   * @param program another than the built runtime
   * @param packages where packages go that cells import by npm:
   * @param types checks types before cells run (default: not, so that a test of running is one of running alone)
   */
  constructor(
    files: Record<string, string> = {},
    {
      types = false,
      program = builtRuntime,
      packages,
    }: { types?: boolean; program?: string; packages?: string } = {},
  ) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    this.interpreter = new HostInterpreter({
      directory: this.directory,
      packages,
      program,
      readerProgram,
      libTypes: types ? libTypes : undefined,
    });
    this.interpreter.start();
  }

  write(name: string, text: string): void {
    const path = join(this.directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** The number that the next cell will have. */
  get next(): number {
    return this.#count + 1;
  }

  async run(
    code: string,
    onStream?: (text: string) => void,
  ): Promise<CellResult> {
    const [result, output] = this.#collect(onStream);
    const outcome = await this.interpreter.execute(
      { executionCount: ++this.#count, code, silent: false },
      output,
    );
    result.outcome = outcome;
    if (outcome.status === "ok")
      result.text = outcome.result?.data["text/plain"] as string | undefined;
    return result;
  }

  /** Plays a front end's message on a comm. */
  async receive(
    event: Partial<CommEvent>,
    onStream?: (text: string) => void,
  ): Promise<CellResult & { handled: boolean }> {
    const [result, output] = this.#collect(onStream);
    const whole = { data: {}, metadata: {}, buffers: [], ...event };
    const handled = await this.interpreter.receive(whole as CommEvent, output);
    return { ...result, handled };
  }

  #collect(
    onStream?: (text: string) => void,
  ): [result: CellResult, output: OutputHandler] {
    const result: CellResult = {
      outcome: { status: "aborted" },
      text: undefined,
      stdout: "",
      stderr: "",
      displays: [],
      broadcasts: [],
    };
    const output: OutputHandler = {
      stream(name, text) {
        result[name] += text;
        onStream?.(text);
      },
      display: (display, displayId) =>
        result.displays.push({ display, displayId, update: false }),
      updateDisplay: (display, displayId) =>
        result.displays.push({ display, displayId, update: true }),
      clearOutput() {},
      broadcast: (message) => result.broadcasts.push(message),
      input: (prompt, password) => this.person(prompt, password),
    };
    return [result, output];
  }

  close(): Promise<void> {
    return this.interpreter.shutdown();
  }
}
