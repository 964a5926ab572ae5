import { setImmediate } from "node:timers/promises";
import type { Socket } from "zeromq";

/** What a connection that stays says of itself; everything else may be the beginning of its end. */
const HARMLESS = new Set(["bind", "accept", "handshake"]);

/** By then libzmq has taken down a connection that is gone, also on a busy machine. */
const SETTLE_MS = 1000;

type Monitored = Pick<Socket, "events" | "closed">;

/**
 * Knows when front ends leave.
 *
 * libzmq 4.3.5 ends the process now and then when a socket's mark is set while a connection of it is taken down: it tells
 * the far end of that connection, whose memory is free by then (https://github.com/zeromq/libzmq/pull/4647). It says
 * that one is lost before it begins with that.
 */
export class Departures {
  readonly #socket: Monitored;
  #last = -Infinity;

  constructor(socket: Monitored) {
    this.#socket = socket;
    void this.#watch();
  }

  /** Resolves to whether no connection is being taken down, as far as the socket knows by now. */
  async none(): Promise<boolean> {
    // The second comes after a look at all sockets: whatever was said before is heard by then.
    await setImmediate();
    await setImmediate();
    return performance.now() - this.#last > SETTLE_MS;
  }

  async #watch(): Promise<void> {
    const { events } = this.#socket;
    while (!this.#socket.closed) {
      try {
        const { type } = await events.receive();
        if (!HARMLESS.has(type)) this.#last = performance.now();
      } catch {
        // The socket was closed.
        return;
      }
    }
  }
}
