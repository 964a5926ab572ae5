import type { Dropped } from "../channels/channels.ts";
import type { Interpreter } from "../../interpreter/interpreter.ts";
import type { Log } from "../log.ts";
import type { Connection } from "../protocol/connection-file.ts";
import type { Message } from "../protocol/header.ts";
import type { Extras } from "../protocol/session.ts";
import type { HostComms } from "./host-comms.ts";
import type { Inputs } from "./inputs.ts";
import type { Subshells } from "./subshells.ts";
import type { SessionHistory } from "./session-history.ts";

/** What the kernel does for a type of message. */
export interface Handler {
  /**
   * `at-once`: also while a cell runs. `in-order`: after the cells and comm messages that came before it, on control
   * after those of control. `beside-cells`: after the comm messages that came before it, also while a cell awaits.
   */
  when: "at-once" | "in-order" | "beside-cells";
  /** Type of the reply; a message without one, such as comm_msg, is answered by status only. */
  reply?: string;
  /** @returns the reply, if there is one; what it throws becomes a reply with status "error" */
  handle(
    request: Message,
    kernel: KernelServices,
  ): Promise<Reply | void> | Reply | void;
}

export interface Reply {
  content: object;
  metadata?: object;
}

/** What handlers may ask of the kernel. */
export interface KernelServices {
  readonly interpreter: Interpreter;
  readonly connection: Pick<Connection, "ports">;
  readonly history: SessionHistory;
  readonly inputs: Inputs;
  readonly hostComms: HostComms;
  readonly log: Log;
  /** The number of the last cell that counted; 0 before the first. */
  executionCount: number;
  /**
   * Sends a message to all front ends, as a consequence of `parent`.
   * @returns its bytes on the wire
   */
  publish(
    msgType: string,
    content: object,
    parent: Message,
    extras?: Extras,
  ): number;
  /**
   * Drops what waits of the output about a request, but for the first so many bytes, and hurries the rest: front ends
   * that read slowly hold up neither that nor what comes until the request has ended.
   */
  dropOutput(request: Message, keptBytes: number): Dropped;
  /** Resolves once all that was published is on its way. */
  published(): Promise<void>;
  /** Answers the cells that wait behind `failed`, in its shell, with status "aborted"; without it those of all shells. */
  abortQueue(failed?: Message): Promise<void>;
  readonly subshells: Pick<Subshells<unknown>, "create" | "delete" | "list">;
  /** Ends the kernel after the running request has been answered. */
  stop(restart: boolean): void;
}
