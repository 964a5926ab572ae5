import { childrenOf } from "../../../lib/platform/children-of.ts";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type * as lsp from "vscode-languageserver-protocol";
import { signalChild } from "../../../lib/platform/signals.ts";
import { capabilities } from "./capabilities.ts";
import { JsonRpc } from "./json-rpc.ts";
import { configName } from "./project.ts";

/** Longer than any answer takes while all libraries are read: the process is taken for stuck. */
export const longestAnswerMs = 10_000;

/** A question is too much for the process; to get on, it has to be ended. */
export class StuckError extends Error {
  override readonly name = "StuckError";
  constructor(readonly limitMs: number) {
    super(`no answer within ${limitMs} ms`);
  }
}

/** One running `tsc --lsp --stdio`: the language server protocol over its stdin and stdout, from start to end. */
export class ServerProcess {
  /** After so long without an answer to one question it counts as stuck. */
  limitMs = longestAnswerMs;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #connection: JsonRpc;
  /** Settles once, with the reason, when the process is gone or has to go. */
  readonly ended: Promise<Error>;
  #end!: (reason: Error) => void;
  #reason: Error | undefined;
  /** Work that is under way. Each taking a callback of `ended` instead would stay in memory as long as the process. */
  readonly #giveUps = new Set<(reason: Error) => void>();

  #offersImports = false;

  readonly #sandbox: string[];
  readonly #log: (line: string) => void;

  constructor(
    executable: string,
    sandbox: string[],
    directory: string,
    log: (line: string) => void,
  ) {
    this.#sandbox = sandbox;
    this.#log = log;

    this.ended = new Promise((resolve) => {
      this.#end = (reason) => {
        this.#reason ??= reason;
        for (const giveUp of this.#giveUps) giveUp(this.#reason);
        resolve(this.#reason);
      };
    });
    const command = [...sandbox, executable, "--lsp", "--stdio"];
    this.#child = spawn(command[0]!, command.slice(1), {
      cwd: directory,
      // Ctrl-C in the server's terminal is not meant for it. It ends when its stdin closes.
      detached: true,
      // Garbage is collected when we ask for it (see TypeServer.tidy), by itself only in need: while the server starts,
      // which the first cell waits for, looking for garbage would be a third of its work, and find next to none.
      env: { GOGC: "400", ...process.env },
    });
    this.#connection = new JsonRpc(
      this.#child.stdin,
      this.#child.stdout,
      // It asks only to be told of other settings, which never change.
      () => null,
      this.#end,
    );
    this.#listen();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Where we find what it has at this path: a sandbox may have folders of its own. */
  pathOf(path: string): string {
    const isSandboxed = this.#sandbox.length > 0 && this.pid !== undefined;
    return (isSandboxed && findInside(this.pid!, path)) || path;
  }

  /** Needs the event loop for two short turns, so that this process can load other code meanwhile. */
  async initialize(directory: string): Promise<void> {
    const root = pathToFileURL(directory).href;
    // The server takes messages in their order: it need not be waited for between these.
    const initialized = this.request("initialize", {
      // It ends itself when this process is gone; a sandbox does that for it, and hides us.
      processId: this.#sandbox.length > 0 ? null : process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: "notebook" }],
      capabilities,
      initializationOptions: { userPreferences: preferences(false) },
    });
    this.notify("initialized", {});
    // The name of our config holds for documents that are opened after a request, whichever; before it the server would
    // take them for part of a project in a folder above, and load all of that.
    const configured = this.request("workspace/symbol", { query: "" });
    await Promise.all([initialized, configured]);
  }

  /** Whether completions are to hold names that need an import; at first they don't. */
  offerImports(offered: boolean): void {
    if (offered === this.#offersImports) return;
    this.#offersImports = offered;
    const settings = { "js/ts": preferences(offered) };
    this.notify("workspace/didChangeConfiguration", { settings });
  }

  /** What it has to say about a document. */
  diagnostics(uri: string): Promise<{ items?: lsp.Diagnostic[] }> {
    return this.request("textDocument/diagnostic", { textDocument: { uri } });
  }

  /** Rejects when the process ends, or does not answer for so long that it is ended. */
  request<T>(method: string, parameters?: object): Promise<T> {
    return this.whileRunning(this.#connection.request<T>(method, parameters));
  }

  /** The result of work that needs this process; rejects when it ends first. */
  async whileRunning<T>(work: Promise<T>): Promise<T> {
    const { limitMs } = this;
    const stuck = setTimeout(() => this.#end(new StuckError(limitMs)), limitMs);
    let giveUp: (reason: Error) => void = () => {};
    const ended = new Promise<never>((_, reject) => (giveUp = reject));
    this.#giveUps.add(giveUp);
    if (this.#reason) giveUp(this.#reason);
    try {
      return await Promise.race([work, ended]);
    } finally {
      this.#giveUps.delete(giveUp);
      clearTimeout(stuck);
    }
  }

  notify(method: string, parameters: object): void {
    this.#connection.notify(method, parameters);
  }

  kill(): void {
    this.#end(new Error("stopped"));
    signalChild(this.#child, "SIGKILL");
  }

  #listen(): void {
    const child = this.#child;
    child.once("error", (error) => this.#end(error));
    child.once("exit", (code, signal) =>
      this.#end(new Error(`tsc ended (${signal ?? `exit code ${code}`})`)),
    );
    // The exit tells what closed; complaints of the streams add nothing.
    child.stdin.on("error", () => {});
    child.stderr.setEncoding("utf8").on("data", this.#log);
  }
}

/**
 * Without a config of ours, files belong to an inferred project, which has no types of Node. And the server would run
 * npm to fetch types from the network, which nobody asked for. While it offers names that need an import, it looks for these
 * after each change of a document, with one more checker.
 */
const preferences = (offersImports: boolean) => ({
  customConfigFileName: configName,
  disableAutomaticTypeAcquisition: true,
  automaticTypeAcquisitionEnabled: false,
  includeCompletionsForModuleExports: offersImports,
});

/** Among the folders that a process sees, or one that it has started. */
function findInside(pid: number, path: string): string | undefined {
  const inside = `/proc/${pid}/root${path}`;
  if (existsSync(inside)) return inside;
  for (const child of childrenOf(pid)) {
    const found = findInside(child, path);
    if (found !== undefined) return found;
  }
  return undefined;
}
