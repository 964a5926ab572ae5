import { ClosedError } from "./errors.ts";
import { Queue, queueAt } from "./queue.ts";
import { keepTogether, SharedObject } from "./shared-object.ts";

/**
 * One end of a {@link Pipe}. It may be sent to a worker; both ends may be anywhere.
 * Follows Python's multiprocessing.connection.Connection; differs in that every method gives a promise.
 */
export class Connection<T = unknown> extends SharedObject {
  /** @internal The queue it reads, and the one it writes; empty for the direction that a one-way pipe lacks. */
  readonly inboxId: string;
  /** @internal */
  readonly outboxId: string;

  /** Use {@link Pipe}. */
  constructor(inbox: Queue<T> | undefined, outbox: Queue<T> | undefined) {
    super(0);
    this.inboxId = inbox?.id ?? "";
    this.outboxId = outbox?.id ?? "";
    keepTogether(this, [inbox, outbox]);
  }

  protected override get operations(): readonly string[] {
    return [];
  }

  /** @throws ClosedError if either end was closed, or this end of a one-way pipe only reads */
  async send(item: T): Promise<void> {
    await this.queue(this.outboxId, "only reads").put(item);
  }

  /**
   * The next item.
   * @param timeoutSeconds how long to wait (default: for ever)
   * @throws ClosedError when the other end was closed and everything was read; QueueEmptyError when none came in time
   */
  async recv(timeoutSeconds?: number): Promise<T> {
    return this.queue(this.inboxId, "only writes").get(timeoutSeconds);
  }

  /** Whether there is something to read, or comes within so many seconds (default 0). */
  async poll(timeoutSeconds = 0): Promise<boolean> {
    return this.queue(this.inboxId, "only writes").poll(timeoutSeconds);
  }

  /** Closes this end: the other reads what was sent, and then gets ClosedError. */
  async close(): Promise<void> {
    for (const id of [this.inboxId, this.outboxId]) {
      if (id !== "") await this.queue(id, "").close();
    }
  }

  private queue(id: string, otherwise: string): Queue<T> {
    if (id === "") {
      throw new ClosedError(`this end of the pipe ${otherwise}`);
    }
    return queueAt<T>(id);
  }
}

/**
 * Two ends of a line between two workers, or a worker and home.
 *
 *     const [here, there] = Pipe<string>();
 *     new Process({ target: talk, args: [there] }).start();
 *     await here.recv();
 *
 * Follows Python's multiprocessing.Pipe.
 * @param duplex whether both ends read and write (default); else the first only reads and the second only writes
 */
export function Pipe<T = unknown>(
  duplex = true,
): [Connection<T>, Connection<T>] {
  const there = new Queue<T>();
  const back = duplex ? new Queue<T>() : undefined;
  return [new Connection<T>(there, back), new Connection<T>(back, there)];
}
