import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import {
  type CellReader,
  type Compilation,
  type CompileRequest,
  type DeclarationRequest,
  type ExpressionRequest,
  type Mistake,
  ReadingError,
} from "./cell-reader.ts";
import type { CellWork } from "./cell-work.ts";
import { setHostFlags } from "./host-flags.ts";
import type { ReaderAnswer, ReaderRequest } from "./messages.ts";

// Beside the bundle that this file becomes part of.
const builtThread = fileURLToPath(
  new URL("./interpreter/reading/reader-thread.cjs", import.meta.url),
);

export interface ThreadReaderOptions {
  /** The thread's built entry file; by default the one beside this bundle. */
  program?: string;
  /** Longest time for one question (default 30 s). */
  limitMs?: number;
  log?: (message: string) => void;
}

interface Question extends ReaderRequest {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Reads the text of cells in a thread of this process, so that no text holds up the sockets, and none ends more than
 * that thread: one that is nested deep has a large stack, which is only touched when it is needed; one that takes too
 * much memory or time ends the thread, and another takes its place.
 *
 *     host --question--> thread: parse, compile, declare --answer--> host       one after the other
 */
export class ThreadReader implements CellReader {
  #worker: Worker | undefined;
  /** The first is being answered. */
  #questions: Question[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** When the thread began with the first question. */
  #since = Infinity;

  readonly #options: ThreadReaderOptions;

  constructor(options: ThreadReaderOptions = {}) {
    this.#options = options;
  }

  /** Starts the thread, so that it loads beside the rest; otherwise the first question does. */
  start(): void {
    this.#worker ??= this.#open();
  }

  /** Whoever presses Stop waits no longer for a text that takes long to read. */
  interrupt(): void {
    const worker = this.#worker;
    if (!worker || performance.now() - this.#since < longMs) return;
    this.#replace(worker, "it was stopped");
    void worker.terminate();
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#fail(new ReadingError("the kernel is shutting down"));
    await worker?.terminate();
  }

  read(code: string) {
    return this.#ask("read", code);
  }

  objectCell(code: string) {
    return this.#ask("objectCell", code);
  }

  compile(
    request: CompileRequest,
  ): Promise<Compilation | { mistake: Mistake }> {
    return this.#ask("compile", request).catch((error: unknown) => {
      if (!(error instanceof ReadingError)) throw error;
      const { message } = error;
      return { mistake: { message, line: 1, column: 0 } };
    });
  }

  expression(request: ExpressionRequest) {
    return this.#ask("expression", request);
  }

  isCaught(code: string, line: number, column: number) {
    return this.#ask("isCaught", code, line, column);
  }

  questions(request: DeclarationRequest) {
    return this.#ask("questions", request);
  }

  declarations(
    request: DeclarationRequest,
    types: (string | undefined)[],
    imports: string,
  ) {
    return this.#ask("declarations", request, types, imports);
  }

  usableTypes(types: (string | undefined)[]) {
    return this.#ask("usableTypes", types);
  }

  completeness(code: string) {
    return this.#ask("completeness", code);
  }

  specifiers(code: string) {
    return this.#ask("specifiers", code);
  }

  modules(code: string) {
    return this.#ask("modules", code);
  }

  #ask<Method extends keyof CellWork>(
    method: Method,
    ...args: Parameters<CellWork[Method]>
  ): Promise<ReturnType<CellWork[Method]>> {
    return new Promise((resolve, reject) => {
      this.#startFor(reject);
      if (!this.#worker) return;
      const question = {
        method,
        args,
        // The thread answers with what this method returns.
        resolve: resolve as (value: unknown) => void,
        reject,
      };
      this.#questions.push(question);
      this.#post(question);
      if (this.#questions.length === 1) this.#watch();
    });
  }

  /** A machine may have no thread or no memory to give; the next question asks again. */
  #startFor(reject: (error: Error) => void): void {
    try {
      this.start();
    } catch (error) {
      const { message } = error as Error;
      reject(
        new ReadingError(
          `this cell could not be read: no thread could be started for it (${message}). Try again once other programs have ended`,
        ),
      );
    }
  }

  #post({ method, args }: Question): void {
    this.#worker?.postMessage({ method, args } satisfies ReaderRequest);
  }

  #open(): Worker {
    setHostFlags();
    const { NODE_OPTIONS: _, ...env } = process.env;
    const worker = new Worker(this.#options.program ?? builtThread, {
      name: "romanesco-reader",
      resourceLimits: {
        stackSizeMb,
        maxOldGenerationSizeMb,
        maxYoungGenerationSizeMb,
      },
      // Nothing of a cell is run there; what the person's environment does to threads is for those of cells.
      execArgv: [],
      env,
    });
    worker.unref();
    // A thread's V8 puts back what the one here is to do with its nursery; but first the thread is to find the flags that its
    // code cache was made with.
    worker.once("message", setHostFlags);
    worker.on("message", (answer: ReaderAnswer) =>
      this.#answer(worker, answer),
    );
    worker.on("error", (error: NodeJS.ErrnoException) =>
      this.#replace(worker, reasonOf(error)),
    );
    worker.on("exit", () => this.#replace(worker, "its reader ended"));
    return worker;
  }

  #answer(worker: Worker, answer: ReaderAnswer): void {
    if (worker !== this.#worker) return;
    const question = this.#questions.shift();
    this.#watch();
    if ("value" in answer) return question?.resolve(answer.value);
    const { message, stack } = answer.error;
    this.#options.log?.(`a cell could not be read: ${stack ?? message}`);
    question?.reject(new ReadingError(message));
  }

  /** The clock of the question that is being answered now. */
  #watch(): void {
    clearTimeout(this.#timer);
    this.#worker?.[this.#questions.length ? "ref" : "unref"]();
    if (!this.#questions.length) {
      this.#since = Infinity;
      return;
    }
    this.#since = performance.now();
    const { limitMs = 30_000 } = this.#options;
    this.#timer = setTimeout(() => {
      const worker = this.#worker;
      if (!worker) return;
      this.#replace(worker, `it takes longer than ${limitMs / 1000} s`);
      void worker.terminate();
    }, limitMs);
  }

  /** Questions about the text that ended the thread get an error; the others go to the next thread. */
  #replace(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#options.log?.(`the thread that reads cells ended: ${reason}`);
    this.#worker = undefined;
    const [asked] = this.#questions;
    const error = new ReadingError(`this cell could not be read: ${reason}`);
    // What else is asked about the same text would end the next thread too.
    for (const question of this.#questions)
      if (textOf(question) === textOf(asked!)) question.reject(error);
    this.#questions = this.#questions.filter(
      (question) => textOf(question) !== textOf(asked!),
    );
    if (this.#questions.length) {
      this.#worker = this.#open();
      for (const question of this.#questions) this.#post(question);
    }
    this.#watch();
  }

  #fail(error: Error): void {
    for (const { reject } of this.#questions) reject(error);
    this.#questions = [];
    this.#watch();
  }
}

/** Room for what V8 itself still runs, and more; of a stack only the part that is used takes memory. */
const stackSizeMb = 256;
/** Cells of some megabytes need hundreds. */
const maxOldGenerationSizeMb = 1536;
/** More makes nothing faster, and V8 touches all of it: 16 took 5 MB for good. */
const maxYoungGenerationSizeMb = 4;

function textOf({ args: [first] }: Question): unknown {
  return typeof first === "object" && first && "code" in first
    ? first.code
    : first;
}

/** Other texts are read before anyone has pressed Stop. */
const longMs = 500;

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === "ERR_WORKER_OUT_OF_MEMORY"
    ? `it takes more than ${maxOldGenerationSizeMb} MB`
    : message;
}
