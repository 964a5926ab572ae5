import { randomUUID } from "node:crypto";

/** A request names a subshell that was never created, or is deleted. */
export class SubshellError extends Error {
  override name = "SubshellError";
  constructor(readonly id: string) {
    super(
      `there is no subshell ${id}. create_subshell_request makes one, list_subshell_request lists them`,
    );
  }
}

/**
 * Queues beside the main one: a cell or a comm message in a subshell runs while a cell of another shell awaits. All share
 * one thread and its variables, so none runs while another computes.
 */
export class Subshells<Queue> {
  readonly #open: () => Queue;
  readonly #queues = new Map<string, Queue>();

  constructor(open: () => Queue) {
    this.#open = open;
  }

  create(): string {
    const id = randomUUID();
    this.#queues.set(id, this.#open());
    return id;
  }

  /** What waits in it is answered still. @throws SubshellError */
  delete(id: string): void {
    if (!this.#queues.delete(id)) throw new SubshellError(id);
  }

  /** @throws SubshellError */
  get(id: string): Queue {
    const queue = this.#queues.get(id);
    if (!queue) throw new SubshellError(id);
    return queue;
  }

  list(): string[] {
    return [...this.#queues.keys()];
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }
}
