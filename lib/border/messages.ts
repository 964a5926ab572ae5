import type { Answer, Question } from "../sync/ask.ts";
import type { Shipment } from "../transfer/messages.ts";

/**
 * What two processes say to each other that run one notebook's code: its cells here, the checks of them there. Data goes
 * over as copies; functions, promises and instances stay where they are, and the other side knows them by a number.
 */
export type BorderMessage =
  | { kind: "hello"; pid: number }
  | ({ kind: "ask"; id: number; deed: Deed } & Graph)
  | ({ kind: "answer"; id: number; failed: boolean } & Graph)
  | ({ kind: "settled"; promise: number; failed: boolean } & Graph)
  /** Locks and queues, which live where they were made. */
  | { kind: "question"; question: Question }
  | { kind: "reply"; answer: Answer }
  /** The check that has asked is over. */
  | { kind: "rest"; turn: number };

export type Deed =
  | "name"
  | "call"
  | "construct"
  | "get"
  | "set"
  | "delete"
  | "has"
  | "keys"
  | "describe"
  | "prototype";

/** A primitive, the node of that number, or the object that was the node of that number in what was asked. */
export type Slot =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly [node: number]
  | readonly [node: number, asked: 1];

/** Values and what they hold. No node holds another but by its number, so that neither depth nor cycles matter. */
export interface Graph {
  values: Slot[];
  nodes: GraphNode[];
  /** What has become of containers that were asked with: their nodes then, and those that say what they hold now. */
  changed?: [asked: number, now: number][];
}

export type GraphNode =
  /** Structured clone does all. */
  | { kind: "raw"; value: unknown }
  | { kind: "array"; slots: Slot[]; frozen: boolean }
  | {
      kind: "object";
      keys: string[];
      slots: Slot[];
      bare: boolean;
      frozen: boolean;
    }
  | { kind: "map" | "set"; slots: Slot[] }
  | {
      kind: "error";
      ref: number;
      name: string;
      message: string;
      stack: string;
      keys: string[];
      slots: Slot[];
    }
  | { kind: "symbol"; name: string }
  | { kind: "intrinsic"; name: string }
  | { kind: "shared"; name: string; fields: Record<string, unknown> }
  /** The sender's own. */
  | {
      kind: "function";
      ref: number;
      name: string;
      shipment?: Omit<Shipment, "objects">;
    }
  | { kind: "instance"; ref: number; name: string }
  | { kind: "promise"; ref: number }
  /** The receiver's own. */
  | { kind: "yours"; ref: number };
