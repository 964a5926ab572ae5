import type { Times } from "../worker/messages.ts";

const remembered = 32;
const most = 16;

/**
 * How many tasks to hand a worker at a time. Tasks in advance hide the way there and back, but one that waits behind a
 * slow task cannot go to another worker any more: so only tasks that all were short of late travel together.
 */
export class BatchSize {
  readonly #recent: number[] = [];
  #next = 0;
  #allowance = 1;

  get allowance(): number {
    return this.#allowance;
  }

  record(times: Times): void {
    const ms = times.ended - times.started;
    this.#recent[this.#next] = ms;
    this.#next = (this.#next + 1) % remembered;
    if (ms > 10) this.#allowance = 1;
    else if (this.#next % 8 === 0 || this.#allowance > fitting(ms)) {
      this.#allowance = fitting(Math.max(...this.#recent));
    }
  }
}

function fitting(slowestMs: number): number {
  if (slowestMs > 10) return 1;
  if (slowestMs > 1) return 2;
  return slowestMs > 0.3 ? 4 : most;
}
