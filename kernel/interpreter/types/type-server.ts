import { pathToFileURL } from "node:url";
import type * as lsp from "vscode-languageserver-protocol";
import { findTypeScript } from "./executable.ts";
import {
  ambientName,
  blankFiles,
  cellNames,
  configName,
  isDraft,
  projectFiles,
  type ProjectOptions,
} from "./project.ts";
import {
  longestAnswerMs,
  ServerProcess,
  StuckError,
} from "./server-process.ts";

export interface TypeServerOptions extends ProjectOptions {
  /** Path of another native tsc than the installed one. */
  executable?: string;
  /** A command that runs the one behind it where it reads no more than the cells may: a sandbox. */
  typesSandbox?: string[];
  /** Takes lines about the server's life (default: dropped). */
  log?: (line: string) => void;
  /** Longest wait for an answer to a question, after which the process is replaced (default 2000). */
  timeoutMs?: number;
}

/** idle -> starting -> ready -> broken -> starting ... -> stopped */
type State = "idle" | "starting" | "ready" | "broken" | "stopped";

const shortestDelayMs = 200;
const longestDelayMs = 30_000;
/** Of about eight cells. */
const revisionsToTidy = 30;
/** A server that lived this long was sound: the next one starts at once. */
const soundAfterMs = 5_000;
/** So near a start is that whoever asks need not be sent away: it begins then. */
const soonMs = 1_000;
const defaultTimeoutMs = 2_000;
/** So many are opened as they are. */
const fewDrafts = 3;

/**
 * The type checker, kept alive: a process that ended is replaced, at longer and longer intervals if that keeps
 * happening. Holds the text of every open document, so that the next process knows what the last one did.
 */
export class TypeServer {
  /** Grows with everything that the process is told, but for drafts: nothing else depends on them. */
  revision = 0;
  #told = 0;
  /** How much of that the process takes in, and when it has: with a question about a document comes all that it was told before. */
  #taking = { told: 0, taken: Promise.resolve() };
  #tidiedAt = 0;
  #state: State = "idle";
  #process?: ServerProcess;
  #known?: Map<string, Document>;
  #starting?: Promise<void>;
  #readySince = Infinity;
  #delayMs = 0;
  #retry?: NodeJS.Timeout;
  #retryAt = Infinity;
  /** Grows with each process that was stuck: what takes long may come to its end in the next. */
  #patienceMs: number;

  constructor(readonly options: TypeServerOptions) {
    this.#patienceMs = this.#shortestPatienceMs;
  }

  get #shortestPatienceMs(): number {
    return this.options.timeoutMs ?? defaultTimeoutMs;
  }

  /** At first those of a notebook without cells. Looking for what they name takes some milliseconds. */
  get #documents(): Map<string, Document> {
    this.#known ??= new Map(
      Object.entries(projectFiles(this.options)).map(([name, text]) => [
        name,
        { text, version: 1 },
      ]),
    );
    return this.#known;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts a process in the background. */
  start(): void {
    if (this.#state !== "idle" && this.#state !== "broken") return;
    this.#state = "starting";
    clearTimeout(this.#retry);
    this.#starting = this.#launch();
    // Whoever needs the process hears of it; here it only must not count as unhandled.
    this.#starting.catch(() => {});
  }

  /** Sets the text of a virtual file in the notebook's folder; the disk is not touched. */
  setDocument(name: string, text: string): void {
    const document = this.#documents.get(name);
    if (document?.text === text) return;
    const next = { text, version: (document?.version ?? 0) + 1 };
    this.#documents.set(name, next);
    if (document) this.#change(name, next);
    else this.#open(name, next);
  }

  /**
   * Sets the texts of drafts, of which many may be new. To open a document costs a tenth where the project has no libraries:
   * it has none meanwhile, as at the start.
   */
  setDrafts(texts: ReadonlyMap<string, string>): void {
    const fresh = [...texts.keys()].filter(
      (name) => !this.#documents.has(name),
    );
    if (fresh.length > fewDrafts) {
      const names = [...this.#documents.keys(), ...fresh];
      // The types of Node, too, come by way of what the ambient declarations refer to.
      const kept = [configName, ambientName].map(
        (name) => [name, this.#documents.get(name)!.text] as const,
      );
      this.#rewrite(configName, blankFiles(names).get(configName)!);
      this.#rewrite(ambientName, "");
      for (const name of fresh) this.setDocument(name, "");
      for (const [name, text] of kept) this.#rewrite(name, text);
    }
    for (const [name, text] of texts) this.setDocument(name, text);
  }

  /** Changes a document for a moment, of which nothing is left. */
  #rewrite(name: string, text: string): void {
    const next = { text, version: this.#documents.get(name)!.version + 1 };
    this.#documents.set(name, next);
    const { revision } = this;
    this.#change(name, next);
    this.revision = revision;
  }

  /** Takes a virtual file away. */
  closeDocument(name: string): void {
    if (!this.#documents.delete(name)) return;
    const textDocument = { uri: this.uri(name) };
    this.#tell(name, "textDocument/didClose", { textDocument });
  }

  /** Rejects when the process cannot be started, ends before it answers, or hangs. */
  async request<T>(method: string, parameters?: object): Promise<T> {
    const server = await this.running();
    return server.request<T>(method, parameters);
  }

  /** What the server has to say about a document. */
  async diagnostics(name: string): Promise<{ items?: lsp.Diagnostic[] }> {
    const server = await this.running();
    const start = performance.now();
    const told = this.#told;
    const answer = await server.diagnostics(this.uri(name));
    this.#taking = { told, taken: Promise.resolve() };
    // All is well, and the next question that takes too long shall hold up nobody for longer than that.
    if (performance.now() - start < this.#shortestPatienceMs)
      this.#patienceMs = this.#shortestPatienceMs;
    return answer;
  }

  /**
   * Lets the server take in what it was told of documents, by the cheapest of all questions. A change of one document costs
   * it a tenth of what those of two at once do.
   */
  takeIn(name: string): Promise<void> {
    const told = this.#told;
    if (this.#taking.told === told) return this.#taking.taken;
    const textDocument = { uri: this.uri(name) };
    const taken = this.request<void>("textDocument/foldingRange", {
      textDocument,
    });
    this.#taking = { told, taken };
    return taken;
  }

  /** Collects the garbage of some cells, 15 ms of work. To be called when nobody waits for the process. */
  tidy(): void {
    if (this.#told - this.#tidiedAt < revisionsToTidy) return;
    this.#tidiedAt = this.#told;
    this.request("custom/runGC").catch(() => {});
  }

  notify(method: string, parameters: object): void {
    this.revision++;
    this.#send(method, parameters);
  }

  /** Notifies of a document. */
  #tell(name: string, method: string, parameters: object): void {
    if (isDraft(name)) this.#send(method, parameters);
    else this.notify(method, parameters);
  }

  #send(method: string, parameters: object): void {
    this.#told++;
    if (this.#state === "ready") this.#process?.notify(method, parameters);
  }

  /** The process, once it takes requests. Rejects when there is none, and none about to be there. */
  async running(): Promise<ServerProcess> {
    if (this.#state === "broken" && this.#retryAt - performance.now() < soonMs)
      this.start();
    if (this.#state === "starting") await this.#starting;
    if (this.#state !== "ready" || !this.#process)
      throw new Error("the type checker is not running");
    return this.#process;
  }

  uri(name: string): string {
    return pathToFileURL(`${this.options.directory}/${name}`).href;
  }

  stop(): void {
    this.#state = "stopped";
    clearTimeout(this.#retry);
    this.#process?.kill();
  }

  async #launch(): Promise<void> {
    const {
      directory,
      executable,
      typesSandbox,
      log = () => {},
    } = this.options;
    try {
      const server = new ServerProcess(
        executable ?? findTypeScript(),
        typesSandbox ?? [],
        directory,
        log,
      );
      this.#process = server;
      void server.ended.then((reason) => this.#replace(server, reason));
      const initialized = server.initialize(directory);
      // Whoever starts another process beside this one does that first. This one is busy with itself meanwhile.
      await Promise.resolve();
      const documents = this.#documents;
      await initialized;
      this.#state = "ready";
      this.#readySince = performance.now();
      this.#openAll(documents);
    } catch (error) {
      this.#replace(this.#process, error);
      throw error;
    }
    void this.#warmUp(this.#process);
  }

  /** It reads the libraries for the first question; let that not be a person's. What comes after that is quick. */
  async #warmUp(server: ServerProcess | undefined): Promise<void> {
    try {
      await server?.diagnostics(this.uri(cellNames.ts));
      if (server) server.limitMs = this.#patienceMs;
    } catch {
      // Its end is told to whoever waits for an answer.
    }
  }

  /**
   * The server builds the whole program at every document that is opened, but for those that change it waits until it is
   * asked: documents are opened where building costs nothing, and written afterwards.
   */
  #openAll(documents: Map<string, Document>): void {
    for (const [name, text] of blankFiles([...documents.keys()]))
      this.#open(name, { text, version: 0 });
    for (const [name, document] of documents) this.#change(name, document);
  }

  #replace(server: ServerProcess | undefined, reason: unknown): void {
    if (server !== this.#process) return;
    if (this.#state !== "starting" && this.#state !== "ready") return;
    this.#state = "broken";
    this.#process = undefined;
    server?.kill();
    this.#forgetCells();
    if (reason instanceof StuckError)
      this.#patienceMs = Math.min(this.#patienceMs * 2, longestAnswerMs);
    const wasSound = performance.now() - this.#readySince > soundAfterMs;
    this.#readySince = Infinity;
    const delayMs = wasSound ? 0 : this.#delayMs;
    this.#delayMs = Math.min(
      Math.max(delayMs * 2, shortestDelayMs),
      longestDelayMs,
    );
    this.options.log?.(
      `type checker: ${String(reason)}; next start in ${delayMs} ms`,
    );
    this.#retry = setTimeout(() => this.start(), delayMs);
    this.#retryAt = performance.now() + delayMs;
    this.#retry.unref();
  }

  /** What ended one process would end the next: the cell in hand is shown again when it is asked about. */
  #forgetCells(): void {
    this.revision++;
    const cells = new Set<string>(Object.values(cellNames));
    for (const [name, { version }] of this.#known ?? [])
      if (cells.has(name) || isDraft(name))
        this.#known?.set(name, { text: "", version: version + 1 });
  }

  #open(name: string, { text, version }: Document): void {
    const textDocument = {
      uri: this.uri(name),
      languageId: languageOf(name),
      version,
      text,
    };
    this.#tell(name, "textDocument/didOpen", { textDocument });
  }

  #change(name: string, { text, version }: Document): void {
    this.#tell(name, "textDocument/didChange", {
      textDocument: { uri: this.uri(name), version },
      contentChanges: [{ text }],
    });
  }
}

interface Document {
  text: string;
  version: number;
}

function languageOf(name: string): string {
  if (name.endsWith(".json")) return "json";
  return name.endsWith(".tsx") ? "typescriptreact" : "typescript";
}
