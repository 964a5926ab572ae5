import type { EncodedError, Reference, Unit } from "../../transfer/messages.ts";
import type { TaskMode, Times } from "../../worker/messages.ts";

/**
 * What a notebook ("home") and the workers of a cluster ("agents", one a host) say to each other.
 *
 *     home                                        agent
 *       tasks    (stream; a subject a batch)        pulls one per free slot, acknowledges when its results are stored
 *       back     (stream)                           <- report: answers, done, returned; and output, as frames
 *       call     (core, every second)               hears that home lives, which pools it has, what was given up
 *       here     (core)                             <- answer to a call: slots, versions, the agent's clock; and which batches
 *                                                      it has taken, and which tasks run
 *       alive    (core)                             is subscribed to as long as it is connected
 *
 * Everything that must not be lost goes through streams; what is repeated every second, or only shown, does not.
 */

/** Bytes that are kept in the object store by their SHA-256. */
export type Hash = string;

export interface Batch {
  session: string;
  pool: string;
  settings: Hash;
  /** Lessons that its tasks need. */
  lessons: Hash[];
  parts: BatchPart[];
}

/** Tasks of one function. An agent hands their arguments on as they are. */
export interface BatchPart {
  ids: Float64Array;
  mode: TaskMode;
  /** Their function, by its place among the lessons. */
  lesson: number;
  /** What their arguments lean on, likewise. */
  units: number | undefined;
  /** A list of lists, as structured clone has it. */
  args: Uint8Array;
  cell: number;
}

/** A function with all that it needs, or what arguments need. */
export interface Lesson {
  name: string;
  entry: Reference | undefined;
  units: (Unit | LargeUnit)[];
  luggage: Luggage;
}

/** What of home's disk a function leans on: it travels along, or is to be had where the function runs. */
export interface Luggage {
  /** Folder of home's copy of this library, as a URL: every host has one of its own. */
  library: string;
  packages: NeededPackage[];
  files: NeededFile[];
}

/** A package of npm. */
export interface NeededPackage {
  /** As code names it. */
  name: string;
  /** Home's. */
  version: string;
  /** What npm is asked for: `arquero@8.0.3`. */
  request: string;
  /** The folder whose node_modules has it at home. */
  folder: string;
}

/** A file that belongs to no package. */
export interface NeededFile {
  /** At home. */
  path: string;
  /** Of its content, which is in the object store. */
  hash: Hash;
}

/** Captured data that is stored by itself, because several functions may capture it. */
export interface LargeUnit {
  kind: "large";
  key: string;
  name: string;
  bytes: Hash;
}

export interface Report {
  agent: string;
  done: Done[];
  /** What workers wrote of tasks that came together. */
  answers: Answers[];
  /** Tasks that the agent has not begun, and that another may take. */
  returned: number[];
}

export interface Answers {
  worker: number;
  /** As in `worker/answers.ts`. */
  records: Uint8Array;
}

/** An agent's tasks that have been running for a moment. */
export interface BegunNews {
  agent: string;
  tasks: Begun[];
}

/** A batch that an agent has taken. */
export interface TakenNews {
  agent: string;
  batch: string;
  /** Where the server hears what becomes of it. */
  delivery: string;
}

export interface Begun {
  id: number;
  worker: number;
  /** On the agent's clock. */
  since: number;
}

export interface Done {
  id: number;
  /** Number of the worker among those that the pool has at this agent. */
  worker: number;
  times: Times;
  outcome: Outcome;
}

export type Outcome =
  | { kind: "result"; value: unknown }
  | { kind: "error"; error: EncodedError }
  /** The worker ended in the midst of it. */
  | {
      kind: "exit";
      worker: string;
      exitCode: number | null;
      signal: NodeJS.Signals | null;
      error: EncodedError | undefined;
    }
  /** No worker of the pool can start at this agent. */
  | { kind: "broken"; message: string; error: EncodedError | undefined };

/** Home's sign of life. */
export interface RollCall {
  session: string;
  /** On home's clock; comes back in the answer. */
  sent: number;
  /** Those that may still get tasks. */
  pools: string[];
  /** Tasks that nobody waits for any more. */
  givenUp: number[];
}

/** An agent's answer. */
export interface Here {
  agent: string;
  host: string;
  pid: number;
  slots: number;
  busy: number;
  kind: "processes" | "threads";
  node: string;
  version: string;
  label: string | undefined;
  /** Why results cannot be stored, if they cannot. */
  trouble: string | undefined;
  /** Of the call that it answers. */
  sent: number;
  /** On the agent's clock. */
  now: number;
}
