/** As much of a session of JupyterLab's as running one cell takes. */
export interface Sessions {
  startNew(options: {
    path: string;
    name: string;
    type: string;
    kernel: { name: string };
  }): Promise<Session>;
}

interface Session {
  readonly kernel: Kernel | null;
  shutdown(): Promise<void>;
}

interface Kernel {
  requestExecute(content: {
    code: string;
    store_history: boolean;
    allow_stdin: boolean;
  }): Execution;
  sendInputReply(
    content: { status: "ok"; value: string },
    parent: unknown,
  ): void;
}

interface Execution {
  onIOPub: (message: Message) => void;
  onStdin: (message: Message) => void;
  readonly done: Promise<unknown>;
}

interface Message {
  header: { msg_type: string };
  content: Record<string, unknown>;
}

/** The events of `romanesco validate --json` and `romanesco submit --json`; see kernel/homework/submitting/validation.ts. */
export interface HomeworkEvent {
  type: string;
  [field: string]: unknown;
}

/**
 * Runs a command of the kernel's own program in a kernel session of its own, in the notebook's folder: the notebook's
 * kernel is not touched, and its variables stay.
 * @param answer what to reply when the command asks
 */
export class HomeworkRun {
  #session: Session | undefined;
  #stopped = false;
  #rest = "";

  readonly #sessions: Sessions;
  readonly #on: {
    event(event: HomeworkEvent): void;
    /** A line that is no event: what went wrong. */
    text(line: string): void;
    answer(): Promise<string>;
  };

  constructor(
    sessions: Sessions,
    on: {
      event(event: HomeworkEvent): void;
      /** A line that is no event: what went wrong. */
      text(line: string): void;
      answer(): Promise<string>;
    },
  ) {
    this.#sessions = sessions;
    this.#on = on;
  }

  /** @param path of the notebook on the server */
  async start(kernelName: string, path: string, args: string[]): Promise<void> {
    const name = `homework ${Date.now()}`;
    const folder = path.includes("/") ? path.replace(/[^/]*$/, "") : "";
    const session = await this.#sessions.startNew({
      path: `${folder}${name}`,
      name,
      type: "console",
      kernel: { name: kernelName },
    });
    this.#session = session;
    try {
      if (!this.#stopped) await this.#execute(session.kernel!, args);
    } finally {
      await session.shutdown().catch(() => {
        // Stopped by the person already.
      });
    }
  }

  /** Ends the session and everything that runs in it. */
  stop(): void {
    this.#stopped = true;
    void this.#session?.shutdown();
  }

  async #execute(kernel: Kernel, args: string[]): Promise<void> {
    const execution = kernel.requestExecute({
      code: makeCell(args),
      store_history: false,
      allow_stdin: true,
    });
    execution.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream") this.#read(String(content.text));
      if (header.msg_type === "error") this.#on.text(String(content.evalue));
    };
    // Not awaited: JupyterLab would hand on nothing of what the command printed before, until a person has answered.
    execution.onStdin = ({ header }) =>
      void this.#on
        .answer()
        .then((value) =>
          kernel.sendInputReply({ status: "ok", value }, header),
        );
    await execution.done;
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = parseEvent(line);
      if (event) this.#on.event(event);
      else if (line.trim() !== "") this.#on.text(line);
    }
  }
}

function parseEvent(line: string): HomeworkEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as HomeworkEvent;
  } catch {
    // A line of the program's that only looks like one.
    return undefined;
  }
}

/** A cell that runs the command beside the library, and hands its questions to the front end. */
function makeCell(args: string[]): string {
  return `// @ts-nocheck
const { spawn } = await import("node:child_process");
const { fileURLToPath } = await import("node:url");
const { createInterface } = await import("node:readline");
const main = fileURLToPath(new URL("../kernel/main.js", import.meta.resolve("romanesco")));
const child = spawn(process.execPath, [main, ...${JSON.stringify(args)}]);
child.stderr.on("data", (chunk) => process.stdout.write(chunk));
const closed = new Promise((resolve) => child.once("close", resolve));
for await (const line of createInterface({ input: child.stdout })) {
  console.log(line);
  if (line.startsWith('{"type":"ask"')) child.stdin.end(\`\${await input("hand in?")}\\n\`);
}
void (await closed);`;
}
