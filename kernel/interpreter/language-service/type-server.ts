import { spawn, type ChildProcess } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import { findTypeScript } from "./executable.ts";
import { capabilities } from "./capabilities.ts";
import { configName } from "./project.ts";
import { TimeLimitError, within } from "./within.ts";

export interface TypeServerOptions {
  /** Folder that relative imports start from. */
  directory: string;
  /** Path of the native tsc (default: the installed one). */
  executable?: string;
  log: (line: string) => void;
}

/** idle -> starting -> ready -> (broken -> starting ...) -> stopped */
type State = "idle" | "starting" | "ready" | "broken" | "stopped";

const firstDelayMs = 200;
/** Longer than any answer takes: the process is taken for stuck. */
const hungAfterMs = 10_000;
const longestDelayMs = 30_000;
/** A server that lived this long was sound: the next one may start soon again. */
const soundAfterMs = 10_000;

/**
 * One `tsc --lsp --stdio`: the language server protocol over its stdin and stdout. Keeps the text of every open
 * document, so that a server that died is replaced by one that knows the same.
 */
export class TypeServer {
  private state: State = "idle";
  private child?: ChildProcess;
  private connection?: MessageConnection;
  private readonly documents = new Map<string, Document>();
  private started?: Promise<void>;
  private delayMs = firstDelayMs;
  private readySince = Infinity;
  private retry?: NodeJS.Timeout;
  /** Changes with every new process; what was learnt from an older one is void. */
  generation = 0;

  constructor(private readonly options: TypeServerOptions) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts the process; returns at once. */
  start(): void {
    if (this.state !== "idle" && this.state !== "broken") return;
    this.state = "starting";
    this.generation++;
    this.started = this.launch();
    this.started.catch((error: unknown) => this.fail(error));
  }

  /** Sets the text of a virtual file in the notebook's folder; the disk is not touched. */
  setDocument(name: string, text: string): void {
    const document = this.documents.get(name);
    if (document?.text === text) return;
    const next = { text, version: (document?.version ?? 0) + 1 };
    this.documents.set(name, next);
    if (this.state !== "ready") return;
    if (document) this.change(name, next);
    else this.open(name, next);
  }

  /** Rejects when the process ends before it answers, cannot be started, or hangs; it is then replaced. */
  async request<T>(method: string, parameters: object): Promise<T> {
    if (this.state !== "ready") await this.started;
    const { connection } = this;
    if (!connection) throw new Error("the type checker is not running");
    const answer = connection.sendRequest<T>(method, parameters);
    try {
      return await within(hungAfterMs, answer);
    } catch (error) {
      if (error instanceof TimeLimitError && connection === this.connection)
        this.fail(error);
      throw error;
    }
  }

  notify(method: string, parameters: object): void {
    if (this.state === "ready")
      void this.connection?.sendNotification(method, parameters);
  }

  uri(name: string): string {
    return pathToFileURL(`${this.options.directory}/${name}`).href;
  }

  stop(): void {
    this.state = "stopped";
    clearTimeout(this.retry);
    this.drop();
  }

  private async launch(): Promise<void> {
    const { directory, log, executable = findTypeScript() } = this.options;
    const child = spawn(executable, ["--lsp", "--stdio"], { cwd: directory });
    this.child = child;
    const ended = new Promise<never>((_, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        const error = new Error(`tsc ended (${signal ?? `exit code ${code}`})`);
        reject(error);
        if (child === this.child) this.fail(error);
      });
    });
    // A peer that has just died is known by its exit; writing to it fails besides.
    child.stdin.on("error", () => {});
    child.stderr.setEncoding("utf8").on("data", log);
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.connection = connection;
    this.answerQuestions(connection);
    connection.listen();
    await Promise.race([this.initialize(connection), ended]);
    this.state = "ready";
    this.readySince = performance.now();
    for (const [name, document] of this.documents) this.open(name, document);
  }

  private async initialize(connection: MessageConnection): Promise<void> {
    const root = pathToFileURL(this.options.directory).href;
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: "notebook" }],
      capabilities,
    });
    await connection.sendNotification("initialized", {});
  }

  private answerQuestions(connection: MessageConnection): void {
    // Without a config of ours, files belong to an inferred project, which has no types of Node.
    const settings: Record<string, object> = {
      "js/ts": { customConfigFileName: configName },
    };
    connection.onRequest(
      "workspace/configuration",
      ({ items }: { items: { section?: string }[] }) =>
        items.map(({ section }) => settings[section ?? ""] ?? null),
    );
    connection.onRequest("client/registerCapability", () => null);
    connection.onNotification(() => {});
    // The exit of the process tells what closed; the reader's own complaint adds nothing.
    connection.onError(() => {});
  }

  private open(name: string, { text, version }: Document): void {
    const languageId = name.endsWith(".json")
      ? "json"
      : name.endsWith(".tsx")
        ? "typescriptreact"
        : "typescript";
    const textDocument = { uri: this.uri(name), languageId, version, text };
    this.notify("textDocument/didOpen", { textDocument });
  }

  private change(name: string, { text, version }: Document): void {
    this.notify("textDocument/didChange", {
      textDocument: { uri: this.uri(name), version },
      contentChanges: [{ text }],
    });
  }

  private fail(error: unknown): void {
    if (this.state === "stopped" || this.state === "broken") return;
    this.state = "broken";
    this.drop();
    if (performance.now() - this.readySince > soundAfterMs)
      this.delayMs = firstDelayMs;
    this.readySince = Infinity;
    this.options.log(
      `type checker: ${String(error)}; next start in ${this.delayMs} ms`,
    );
    this.retry = setTimeout(() => this.start(), this.delayMs);
    this.retry.unref();
    this.delayMs = Math.min(this.delayMs * 2, longestDelayMs);
  }

  private drop(): void {
    const { child, connection } = this;
    this.child = undefined;
    this.connection = undefined;
    connection?.dispose();
    child?.kill("SIGKILL");
  }
}

interface Document {
  text: string;
  version: number;
}
