import type { ByReference } from "./by-reference.ts";

/**
 * How a function and the data it needs travel to a worker.
 *
 *     pack(fn)          walks from the function over the names it uses        (notebook or program)
 *       -> Shipment     units in dependency order, each sent once per worker by its key
 *     Unpacker.define   compiles and assigns the units                        (worker)
 *     Unpacker.resolve  gives the function
 *
 * All of it but shared memory survives structured clone and `v8.serialize`, so threads and processes share one way.
 */

/** Code of the notebook or program, and what a worker needs to run it at the same place. */
interface Code {
  source: string;
  file: string;
  line: number;
  column: number;
  /** Names it uses that the notebook declares and the platform has too. */
  shadowed: string[];
  /** Module hooks, if it imports while it runs: see Notebook.typescriptLoader. */
  loader: string | undefined;
  /** Outer names that it uses. */
  free: string[];
}

/** Something a worker must know before it can run a task. The key is a hash of the content: equal keys, equal units. */
export type Unit =
  | (Code & { kind: "function" | "class"; key: string; name: string })
  | {
      kind: "import";
      key: string;
      name: string;
      url: string;
      /** Exported name; "*" for the namespace. */
      imported: string;
      /** Folder that the specifier is resolved from. */
      directory: string;
      /** Module hooks for local TypeScript files, see Notebook.typescriptLoader. */
      typescriptLoader: string;
    }
  | {
      /** A module that a cell imported for what it does, as `import "reflect-metadata"`. */
      kind: "effect";
      key: string;
      name: string;
      url: string;
      directory: string;
      typescriptLoader: string;
    }
  | {
      kind: "data";
      key: string;
      name: string;
      bytes: Uint8Array;
      /** What of it is shared memory, by number: not copied on its way. */
      memory?: Map<number, object>;
    }
  | { kind: "source-map"; key: string; file: string; json: string };

/** A function, wherever it comes from. */
export type Reference =
  | { kind: "name"; name: string }
  | { kind: "builtin"; path: string }
  | { kind: "export"; url: string; name: string }
  | (Code & {
      kind: "closure";
      key: string;
      captured: string[];
      /** Encoded values of the captured names. */
      values: unknown[];
    })
  | { kind: "bound"; target: Reference; self: unknown; args: unknown[] }
  /** A function that captured something too deep for structured clone: those parts stand beside it. */
  | { kind: "deep"; target: Reference; parts: unknown[] };

export interface Shipment {
  entry: Reference;
  units: Unit[];
  /** Sentences for the person, e.g. about a captured variable that the function changes. */
  warnings: string[];
  /** What of it is in memory that only threads share, for people. */
  shared: string | undefined;
  /** Locks, queues and so on that it captures. */
  objects: ByReference[];
}

/** Values ready for structured clone, and the units (classes, functions) they lean on. */
export interface EncodedValues {
  values: unknown[];
  units: Unit[];
  /** What of it is in memory that only threads share, for people. */
  shared?: string;
  /** Locks, queues and so on among them. */
  objects: ByReference[];
}

/** An error on its way back from a worker. */
export interface EncodedError {
  /** The error itself, encoded: own class, message, fields, cause. */
  error: unknown;
  stack: string;
}
