import { machineNow } from "../../platform/machine-clock.ts";
import type { Here } from "../wire/messages.ts";
import type { Host } from "./link-messages.ts";

/** An agent that has not answered for so long is taken for lost. */
const silentMs = 4500;
/** And after so long it is not spoken of any more. */
const forgottenMs = 600_000;

/** The agents, by their answers. Those of a key-value store would vanish without a word when their time is up. */
export class Hosts {
  readonly #hosts = new Map<string, Host>();
  #told = "";

  hear({ sent, now, ...here }: Here): void {
    const arrived = machineNow();
    const error = (arrived - sent) / 2;
    const before = this.#hosts.get(here.agent);
    const isCloser =
      before === undefined ||
      error < before.offsetError ||
      // Clocks drift: what was known a minute ago is worth less.
      arrived - before.seen > 60_000;
    this.#hosts.set(here.agent, {
      ...here,
      offset: isCloser ? now - (sent + error) : before.offset,
      offsetError: isCloser ? error : before.offsetError,
      seen: arrived,
      alive: true,
    });
  }

  leave(agent: string): void {
    const host = this.#hosts.get(agent);
    if (host !== undefined) host.alive = false;
  }

  /** @returns all that are known, if what matters has changed since the last time */
  news(): Host[] | undefined {
    const now = machineNow();
    for (const [agent, host] of this.#hosts) {
      if (now - host.seen > silentMs) host.alive = false;
      if (now - host.seen > forgottenMs) this.#hosts.delete(agent);
    }
    const all = [...this.#hosts.values()];
    const state = all
      .map(({ agent, slots, busy, alive, trouble }) =>
        [agent, slots, busy, alive, trouble].join(" "),
      )
      .join(" ");
    if (state === this.#told) return undefined;
    this.#told = state;
    return all;
  }
}
