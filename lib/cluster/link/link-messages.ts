import type { Credentials } from "../nats/credentials.ts";
import type { BegunNews, Hash, Here } from "../wire/messages.ts";

/** What home's main thread and the thread that holds its connection say to each other. */
export type ToLink =
  | { kind: "put"; hash: Hash; bytes: Uint8Array }
  | { kind: "publish"; batch: string; bytes: Uint8Array; needs: Hash[] }
  /** All that was waited for has come, or goes in other batches. */
  | { kind: "settled"; batch: string }
  /** Nobody waits for it any more. */
  | { kind: "withdraw"; batch: string }
  /** What the calls say from now on; one is made at once. */
  | { kind: "call"; pools: string[]; givenUp: number[] }
  | { kind: "close" };

export type FromLink =
  | { kind: "ready" }
  | { kind: "failed"; message: string }
  | { kind: "report"; bytes: Uint8Array }
  | ({ kind: "begun" } & BegunNews)
  | { kind: "hosts"; hosts: Host[] }
  /** Agents may have taken this session for dead: what is open must be sent anew. */
  | { kind: "lapsed" }
  /** An agent is gone that may have been given them and had no time to say so: they must be sent anew, too. */
  | { kind: "untaken"; batches: string[] }
  /** It went to as many agents as may have it, and none had an answer. */
  | { kind: "undeliverable"; batch: string; agents: string[] }
  /** It cannot be stored now; it is tried again. */
  | { kind: "blocked"; reason: string }
  | { kind: "closed" };

/** What the thread is started with. */
export interface LinkData {
  credentials: Credentials;
  session: string;
  outputFd: number | undefined;
}

/** An agent as home knows it. */
export interface Host extends Omit<Here, "sent" | "now"> {
  /** What its clock says more than home's, in milliseconds. */
  offset: number;
  /** Half of the shortest way there and back: so exactly that is known. */
  offsetError: number;
  /** On home's clock. */
  seen: number;
  /** Whether it answers. */
  alive: boolean;
}
