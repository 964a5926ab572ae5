import type { Attendant } from "../platform/attendant.ts";
import type { Parent } from "../platform/current.ts";
import type { Answer, Question } from "../sync/ask.ts";
import type { BlockNews } from "../sync/blocks.ts";
import type { Nesting } from "./nesting.ts";
import type { ClaimCells } from "./claims.ts";
import type { EncodedError, Reference, Unit } from "../transfer/messages.ts";

/**
 * What a pool and its workers say to each other, the same for threads and processes.
 *
 *     home                                   worker
 *       start   (name, output, initializer)    -> ready | broken
 *       run     (a batch of tasks)             -> result | error, one per task, in order; none for one taken back;
 *                                              -> part, of a bundle, if the file of answers cannot have it
 *       skip    (a task that will not come)
 *                                              -> crash, then the worker ends
 *       attend  (a thread beside its work)
 *       answer                                 <- ask, about an object that lives at home
 *                                              -> withdraw, gone: what need not be answered any more
 *
 * Times are on `machineNow`, the one clock of all threads and processes.
 */
export type ToWorker =
  StartMessage | RunMessage | SkipMessage | AttendMessage | Answer;

/** The task whose turn is next in the line of claims could not be sent. */
export interface SkipMessage {
  kind: "skip";
  id: number;
}

/** To a process that runs already. */
export interface AttendMessage {
  kind: "attend";
  attendant: Attendant;
}

export interface StartMessage {
  kind: "start";
  name: string;
  /** The number by which locks know the worker. */
  identity: number;
  /** The process that its worker's process was started by. */
  parent?: Parent;
  /** Descriptor that takes output frames, if there is a notebook. */
  outputFd?: number;
  cell: number;
  initializer?: WireCall;
  /** Whether it is for a Process or a Thread, where nobody asks whether the worker is ready. */
  single?: boolean;
  /** Memory that threads share. */
  blocks?: BlockNews;
  /** Where the worker stands among workers that start workers. */
  nesting: Nesting;
  /** The thread that a process has beside its work. */
  attendant?: Attendant;
  /** The line of tasks sent ahead: memory, or a descriptor. */
  claims?: ClaimCells | number;
  /** A file for answers to the tasks of bundles. */
  answers?: number;
}

export interface RunMessage {
  kind: "run";
  tasks: WireTask[];
  blocks?: BlockNews;
  /** The worker ends after it: the one run of a Process or a Thread. */
  last?: boolean;
  /** Calls whose tasks are all done: their functions may go. */
  forget: number[];
}

export interface WireCall {
  units: Unit[];
  entry: Reference;
  args: unknown[];
  marked?: boolean;
}

export interface WireTask {
  id: number;
  mode: TaskMode;
  /** What the worker lacks, in dependency order; absent when it lacks nothing. */
  units?: Unit[];
  /** The function: in full the first time, then by the number of its call. */
  call: number;
  entry?: Reference;
  args: unknown[];
  /** Whether the arguments hold marks of locks, queues and so on. */
  marked?: boolean;
  cell: number;
  /** Whether it stands in the line of claims, and is the worker's only if its number is taken from there. */
  ahead?: boolean;
  /** It stands for many tasks. Their arguments, packed as one list, are the only one it has. */
  bundle?: WireBundle;
}

/** The tasks of a bundle stand in the line of claims under the bundle's own number and those that follow. */
export interface WireBundle {
  /** By which those who wait know them. */
  ids: Float64Array;
  /** Where their arguments are in the list. */
  places: Uint32Array;
  /** Whether they stand in the line of claims. */
  ahead: boolean;
}

/**
 * `call`: f(...args). `each`: args[0] is an array, f(item) for every item. `spread`: f(...item) for every item. `run`: f is a
 * class, whose instance with the fields args[0] runs.
 */
export type TaskMode = "call" | "each" | "spread" | "run";

export type FromWorker =
  | { kind: "ready" }
  | { kind: "broken"; error: EncodedError }
  | TaskReply
  /** The id is that by which those who wait know the task. */
  | { kind: "part"; bundle: number; reply: TaskReply }
  | { kind: "crash"; error: EncodedError }
  | Question;

export type TaskReply =
  | ({ kind: "result"; id: number; value: unknown } & Times)
  | ({
      kind: "error";
      id: number;
      error: EncodedError;
      /** What came with the task could not be learned: it must come again. */
      unlearned?: true;
    } & Times);

export interface Times {
  started: number;
  ended: number;
  /** Processor time in milliseconds; absent where Node cannot tell (threads before Node 24). */
  cpu?: number;
}

/** Whether it is a message of ours: a task may post to its parent whatever it likes. */
export function isMessage(value: unknown): value is FromWorker {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { kind?: unknown }).kind === "string"
  );
}
