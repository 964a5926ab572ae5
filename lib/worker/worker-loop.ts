import { encodeError } from "../transfer/errors.ts";
import type { Reference, Unit } from "../transfer/messages.ts";
import { Unpacker } from "../transfer/unpack.ts";
import {
  setHome,
  takeAnswer,
  type Answer,
  type Question,
} from "../sync/ask.ts";
import { learnBlocks } from "../sync/blocks.ts";
import { setIdentity } from "../sync/identity.ts";
import { setNesting } from "./nesting.ts";
import { setCurrent } from "../platform/current.ts";
import { AnswerWriter } from "./answers.ts";
import { attend } from "./attend.ts";
import type {
  AttendMessage,
  FromWorker,
  RunMessage,
  SkipMessage,
  StartMessage,
  TaskReply,
  Times,
  ToWorker,
  WireBundle,
  WireTask,
} from "./messages.ts";
import { WorkerClaims } from "./claims.ts";
import { packChunk } from "../transfer/numbers.ts";
import { startClock } from "./task-clock.ts";
import {
  redirectToCell,
  workerOutput,
  writeDirectly,
} from "./worker-output.ts";

const worthTellingMs = 10;

type AnyFunction = (...args: unknown[]) => unknown;
type Reply = Omit<Extract<TaskReply, { kind: "error" }>, "error">;

interface Lesson {
  units: Unit[];
  entry?: Reference;
}

/** Sends a message home; resolves once it is on its way, so that a task that computes does not hold it back. */
export type SendHome = (message: FromWorker) => Promise<void> | void;

/** The worker's side: takes messages one after the other and runs their tasks in order. */
export class WorkerLoop {
  readonly #send: SendHome;
  readonly #inThread: boolean;
  readonly #unpacker: Unpacker;
  readonly #functions = new Map<number, AnyFunction>();
  /** What came with a task and is not learned yet, by its call. */
  readonly #lessons = new Map<number, Lesson>();
  #claims: WorkerClaims | undefined;
  #answers: AnswerWriter | undefined;
  #name = "";
  #tail: Promise<void> = Promise.resolve();

  /**
   * @param inThread whether it is a thread of its home's process
   * @param busy told whether answers of home are waited for
   */
  constructor(
    send: SendHome,
    inThread: boolean,
    busy: (busy: boolean) => void,
  ) {
    this.#send = send;
    this.#inThread = inThread;
    this.#unpacker = new Unpacker(inThread);
    setHome((question) => this.#ask(question), busy);
  }

  #ask(question: Question): void {
    if (question.kind !== "ask") return void this.#send(question);
    const args = question.args.map((each) => this.#unpacker.encodeItem(each));
    const sent = this.#send({ ...question, args });
    sent?.catch((error: Error) => {
      const { name, message } = error;
      const answer = { question: question.question, error: { name, message } };
      takeAnswer({ kind: "answer", ...answer });
    });
  }

  /** Resolves once the message has been dealt with; never rejects for a task's error. */
  receive(message: ToWorker): Promise<void> {
    // A task waits for it: it must not wait for the task.
    if (message.kind === "answer") return this.#takeAnswer(message);
    if (message.kind === "attend") return this.#attend(message);
    this.#tail = this.#tail.then(() => this.#handle(message));
    return this.#tail;
  }

  /** What runs goes on meanwhile; what comes behind it waits. */
  #attend({ attendant }: AttendMessage): Promise<void> {
    const ready = attend(attendant, this.#name);
    this.#tail = this.#tail.then(() => ready);
    return ready;
  }

  async #handle(
    message: StartMessage | RunMessage | SkipMessage,
  ): Promise<void> {
    switch (message.kind) {
      case "start":
        return this.#start(message);
      case "run":
        if (message.blocks !== undefined) learnBlocks(message.blocks);
        for (const call of message.forget) {
          this.#functions.delete(call);
          this.#lessons.delete(call);
        }
        for (const task of message.tasks) {
          if (task.bundle !== undefined)
            await this.#runBundle(task, task.bundle);
          else if (this.#isOurs(task))
            await this.#run(task, message.last === true);
          // The tasks behind it count on what came with it; if that fails, the next of its call says so.
          else await this.#learn(task).catch(() => undefined);
        }
        return;
      case "skip":
        this.#claims?.begin(message.id);
    }
  }

  #isOurs(task: WireTask): boolean {
    return task.ahead !== true || this.#claims?.begin(task.id) !== false;
  }

  async #start(message: StartMessage): Promise<void> {
    this.#name = message.name;
    setCurrent(message.name, message.parent);
    setIdentity(message.identity);
    setNesting(message.nesting);
    workerOutput.cell = message.cell;
    if (message.outputFd !== undefined) {
      redirectToCell(message.outputFd);
      // Unheard, this one makes Node listen for a debugger. A kernel listens for nobody but its front ends.
      if (!this.#inThread) process.on("SIGUSR1", () => {});
    } else if (this.#inThread) writeDirectly();
    if (message.blocks !== undefined) learnBlocks(message.blocks);
    if (message.claims !== undefined)
      this.#claims = new WorkerClaims(message.claims);
    if (message.answers !== undefined)
      this.#answers = new AnswerWriter(message.answers);
    if (message.attendant !== undefined)
      await attend(message.attendant, message.name);
    try {
      if (message.initializer !== undefined) {
        const { units, entry } = message.initializer;
        await this.#unpacker.define(units);
        const initialize = await this.#unpacker.resolve(entry);
        await initialize(...(await this.#decode(message.initializer)));
      }
      // Sent before any result; there is no need to wait until it is.
      if (message.single !== true) void this.#send({ kind: "ready" });
    } catch (error) {
      await this.#send({ kind: "broken", error: encodeError(error) });
    }
  }

  async #run(task: WireTask, last: boolean): Promise<void> {
    workerOutput.cell = task.cell;
    const clock = startClock();
    let learned = false;
    try {
      const fn = this.#known(task) ?? (await this.#learn(task));
      learned = true;
      const args = task.marked
        ? await this.#decode(task)
        : this.#unpacker.decode(task.args);
      const outcome = apply(fn, task.mode, args);
      const result = isThenable(outcome) ? await outcome : outcome;
      if (last) {
        // Nobody waits for what the target of a Process or a Thread returns; its times are for the timeline, unless
        // sending them would take as long as the target did.
        const times = clock();
        if (times.ended - times.started < worthTellingMs) return;
        void this.#send({
          kind: "result",
          id: task.id,
          value: undefined,
          ...times,
        });
        return;
      }
      const value = this.#unpacker.encodeResult(result);
      await this.#send({ kind: "result", id: task.id, value, ...clock() });
    } catch (error) {
      const send = (reply: TaskReply) => this.#send(reply);
      await this.#sendError(send, task.id, error, clock(), learned);
    }
  }

  /** One after the other, as if each had come by itself; but few of them need a message. */
  async #runBundle(task: WireTask, bundle: WireBundle): Promise<void> {
    workerOutput.cell = task.cell;
    const clock = startClock();
    const run = await this.#open(task);
    let isOurs = false;
    for (const [at, id] of bundle.ids.entries()) {
      const number = (task.id + at) >>> 0;
      if (bundle.ahead && this.#claims?.begin(number) === false) continue;
      isOurs = true;
      await this.#runPart(task, { id, number }, () => run(bundle.places[at]!));
    }
    // It may have gone out again, also to this worker.
    if (!isOurs) return;
    const reply = { kind: "result", id: task.id, value: undefined } as const;
    await this.#send({ ...reply, ...clock() });
  }

  /** @returns what runs the task with the arguments at a place; if it cannot be made, each says why */
  async #open(task: WireTask): Promise<(place: number) => unknown> {
    try {
      const fn = this.#known(task) ?? (await this.#learn(task));
      const { deserialize } = await import("node:v8");
      const all = deserialize(task.args[0] as Uint8Array) as unknown[][];
      return (place) =>
        apply(fn, task.mode, this.#unpacker.decode(all[place]!));
    } catch (error) {
      return () => {
        throw new NotLearned(error);
      };
    }
  }

  async #runPart(
    { id: bundle }: WireTask,
    part: { id: number; number: number },
    run: () => unknown,
  ): Promise<void> {
    const { id } = part;
    const send = (reply: TaskReply) =>
      this.#send({ kind: "part", bundle, reply });
    const clock = startClock();
    try {
      const outcome = run();
      const result = isThenable(outcome) ? await outcome : outcome;
      const value = this.#unpacker.encodeResult(result);
      const times = clock();
      if (this.#answers?.write(part, times, value) === true) return;
      await send({ kind: "result", id, value, ...times });
    } catch (error) {
      const learned = !(error instanceof NotLearned);
      const reason: unknown = learned ? error : error.cause;
      await this.#sendError(send, id, reason, clock(), learned);
    }
  }

  async #decode(from: {
    args: unknown[];
    marked?: boolean;
  }): Promise<unknown[]> {
    const args = this.#unpacker.decode(from.args);
    if (from.marked !== true) return args;
    const { reviveMarks } = await import("../sync/travelling.ts");
    return reviveMarks(args) as unknown[];
  }

  async #takeAnswer(answer: Answer): Promise<void> {
    try {
      await this.#unpacker.define(answer.units ?? []);
      const [value] = this.#unpacker.decode([answer.value]);
      takeAnswer({ ...answer, value });
    } catch (error) {
      const { name, message } = error as Error;
      takeAnswer({ ...answer, error: { name, message } });
    }
  }

  #known({ call, entry, units }: WireTask): AnyFunction | undefined {
    if (entry !== undefined || units !== undefined) return undefined;
    return this.#lessons.has(call) ? undefined : this.#functions.get(call);
  }

  /** Defines what came with the task; what could not be defined is tried again with the next task of its call. */
  async #learn({ call, entry, units = [] }: WireTask): Promise<AnyFunction> {
    const lesson = this.#lessons.get(call) ?? { units: [] };
    this.#lessons.set(call, lesson);
    lesson.units.push(...units);
    lesson.entry = entry ?? lesson.entry;
    await this.#unpacker.define(lesson.units);
    if (lesson.entry !== undefined)
      this.#functions.set(call, await this.#unpacker.resolve(lesson.entry));
    this.#lessons.delete(call);
    const fn = this.#functions.get(call);
    if (fn !== undefined) return fn;
    throw new Error(`the function of call ${call} never arrived`);
  }

  async #sendError(
    send: (reply: TaskReply) => Promise<void> | void,
    id: number,
    error: unknown,
    times: Times,
    learned: boolean,
  ): Promise<void> {
    const reply: Reply = { kind: "error", id, ...times };
    if (!learned) reply.unlearned = true;
    try {
      await send({ ...reply, error: encodeError(error) });
    } catch (cause) {
      // Something about it cannot be copied, whatever it is: the task must not stay without an answer.
      const plain = new Error(
        `the task failed, and its error cannot be sent from the worker (${String(cause)})`,
      );
      await send({ ...reply, error: encodeError(plain) });
    }
  }
}

/** Why a bundle cannot be run. */
class NotLearned extends Error {
  constructor(override readonly cause: unknown) {
    super();
  }
}

function apply(
  fn: AnyFunction,
  mode: WireTask["mode"],
  args: unknown[],
): unknown {
  switch (mode) {
    case "call":
      return fn(...args);
    case "each":
      return applyToEach(fn, args[0] as ArrayLike<unknown>);
    case "spread":
      return applyToEach(
        (item) => fn(...(item as unknown[])),
        args[0] as ArrayLike<unknown>,
      );
    case "run":
      return runInstance(fn, args[0] as object);
  }
}

/** Its constructor ran where it was made. */
function runInstance(kind: AnyFunction, fields: object): unknown {
  const instance = Object.create(kind.prototype as object) as {
    run(): unknown;
  };
  return Object.assign(instance, fields).run();
}

/** Without a pause as long as `fn` returns plain values: an await for each item costs more than a small item. */
function applyToEach(
  fn: (item: unknown) => unknown,
  items: ArrayLike<unknown>,
): unknown {
  const results = new Array<unknown>(items.length);
  for (let at = 0; at < items.length; at += 1) {
    const result = fn(items[at]);
    if (isThenable(result)) return finishEach(fn, items, results, at, result);
    results[at] = result;
  }
  return packChunk(results);
}

async function finishEach(
  fn: (item: unknown) => unknown,
  items: ArrayLike<unknown>,
  results: unknown[],
  start: number,
  first: PromiseLike<unknown>,
): Promise<unknown> {
  results[start] = await first;
  for (let at = start + 1; at < items.length; at += 1) {
    results[at] = await fn(items[at]);
  }
  return packChunk(results);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function"
  );
}
