import { after } from "../platform/clock.ts";
import { Asker } from "./asker.ts";
import { copyItem } from "./copy-item.ts";
import { ClosedError } from "./errors.ts";
import { identity } from "./identity.ts";
import { PipeEnd } from "./pipe-end.ts";
import { Queue } from "./queue.ts";
import {
  findOriginal,
  isServing,
  keepTogether,
  SharedObject,
} from "./shared-object.ts";

// By the connection that was made here; one that travelled has none, and asks.
const ends = new WeakMap<object, PipeEnd>();
const closedHere = new WeakSet<object>();

/**
 * One end of a {@link Pipe}. It may be sent to a worker; both ends may be anywhere. Each worker that gets one has it for
 * itself: closing it here leaves it open there.
 * Follows Python's multiprocessing.connection.Connection; differs in that every method returns a promise.
 */
export class Connection<T = unknown>
  extends SharedObject
  implements AsyncDisposable
{
  /** Whether it reads. */
  readonly readable: boolean;
  /** Whether it writes. */
  readonly writable: boolean;

  /** @internal Use {@link Pipe}. */
  constructor(end: PipeEnd, readable: boolean, writable: boolean) {
    super(0);
    this.readable = readable;
    this.writable = writable;
    ends.set(this, end);
  }

  protected override get operations(): readonly string[] {
    return ["send", "recv", "poll", "drop", "handOver", "takeBack"];
  }

  /**
   * Sends a copy of the item.
   * @throws ClosedError if this end was closed or only reads, or nobody is at the other one; TransferError for what cannot
   * be copied
   */
  send(item: T): Promise<void> {
    return this.run("send", [item], this.writable, (end, asker) => {
      // A worker's is a copy by now.
      const own = asker.identity === identity() ? copyItem(item) : item;
      return end.send(own, asker);
    });
  }

  /**
   * The next item.
   * @param timeoutSeconds how long to wait (default: for ever)
   * @throws ClosedError when everything was read and the other end is closed, or the worker that had it has ended (Python:
   * EOFError); QueueEmptyError when none came in time
   */
  recv(timeoutSeconds?: number): Promise<T> {
    return this.run(
      "recv",
      [timeoutSeconds],
      this.readable,
      (end, asker) => end.recv(asker, timeoutSeconds) as Promise<T>,
    );
  }

  /** Sends bytes, or some of them. @throws RangeError outside them; else as {@link send} */
  async sendBytes(
    bytes: Uint8Array | ArrayBuffer,
    offset = 0,
    size = bytes.byteLength - offset,
  ): Promise<void> {
    const whole = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
    if (offset < 0 || size < 0 || offset + size > whole.length) {
      throw new RangeError(
        `sendBytes: ${size} bytes from ${offset} are not within the ${whole.length} there are`,
      );
    }
    await this.send(
      Uint8Array.from(whole.subarray(offset, offset + size)) as T,
    );
  }

  /**
   * The next item as bytes.
   * @param timeoutSeconds how long to wait (default: for ever)
   * @throws TypeError when it was no bytes that were sent; else as {@link recv}
   */
  async recvBytes(timeoutSeconds?: number): Promise<Uint8Array> {
    const item: unknown = await this.recv(timeoutSeconds);
    if (item instanceof Uint8Array) return new Uint8Array(item);
    throw new TypeError(`recvBytes got ${typeof item}; use recv`);
  }

  /**
   * Whether `recv` has an answer, or has one within that many seconds (default 0): an item, or that nothing more comes. As in
   * Python it is true at the end of the pipe.
   */
  poll(timeoutSeconds = 0): Promise<boolean> {
    return this.pollFor(undefined, timeoutSeconds);
  }

  /** Closes this end here. Once every worker that had it has closed it or ended, the other end learns of it. */
  async close(): Promise<void> {
    if (closedHere.has(this)) return;
    closedHere.add(this);
    this.drop();
  }

  /** Whether it was closed here. */
  get closed(): boolean {
    return closedHere.has(this);
  }

  /** Closes it. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The items until nothing more comes. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      try {
        yield await this.recv();
      } catch (error) {
        if (error instanceof ClosedError && !this.closed) return;
        throw error;
      }
    }
  }

  /**
   * Waits until one of them is ready: a connection or a queue with something to read (or at its end), or a promise, such as
   * a process's `sentinel`, that is settled.
   * @param timeoutSeconds how long (default: for ever)
   * @returns those that are ready, in their order; none after the timeout
   * Follows Python's multiprocessing.connection.wait.
   */
  static async wait<O extends Waitable>(
    objects: Iterable<O>,
    timeoutSeconds?: number,
  ): Promise<O[]> {
    const list = [...objects];
    const ready = await whichAreReady(list);
    if (ready.length > 0) return ready;
    await firstReady(list, timeoutSeconds);
    return whichAreReady(list);
  }

  /** @internal */
  pollFor(caller: Asker | undefined, timeoutSeconds: number): Promise<boolean> {
    return this.run(
      "poll",
      [timeoutSeconds],
      this.readable,
      (end, asker) => end.poll(asker, timeoutSeconds),
      caller,
    );
  }

  override handOver(keeper: number, forGood: boolean): void {
    const args = [keeper, forGood];
    this.tell("handOver", args, (end, asker) =>
      end.handOver(keeper, forGood, asker.identity),
    );
  }

  override takeBack(keeper: number): void {
    this.tell("takeBack", [keeper], (end) => end.takeBack(keeper));
  }

  override leave(identity: number): void {
    this.end?.leave(identity);
  }

  protected override describe(): string {
    const ways = [this.readable && "reads", this.writable && "writes"];
    return `${ways.filter(Boolean).join(", ")}${this.closed ? ", closed" : ""}`;
  }

  private drop(): void {
    this.tell("drop", [], (end, asker) => end.close(asker));
  }

  private tell(
    operation: string,
    args: unknown[],
    local: (end: PipeEnd, asker: Asker) => void,
  ): void {
    const { end } = this;
    const told = this.perform(operation, args, end !== undefined, (asker) => {
      if (end !== undefined) local(end, asker);
    });
    // Where nobody holds the pipe any more there is nobody to tell.
    told.catch(() => undefined);
  }

  private run<R>(
    operation: string,
    args: unknown[],
    able: boolean,
    local: (end: PipeEnd, asker: Asker) => R | Promise<R>,
    caller?: Asker,
  ): Promise<R> {
    if (this.closed && !isServing()) return refuse("is closed here");
    if (!able) {
      return refuse(operation === "send" ? "only reads" : "only writes");
    }
    const { end } = this;
    return this.perform(
      operation,
      args,
      end !== undefined,
      // Only where there is one.
      (asker) => local(end as PipeEnd, asker),
      caller,
    );
  }

  private get end(): PipeEnd | undefined {
    return ends.get(findOriginal(this.id) ?? this);
  }
}

function refuse(why: string): Promise<never> {
  return Promise.reject(new ClosedError(`this end of the pipe ${why}`));
}

/**
 * Two ends of a line between two workers, or a worker and home.
 *
 *     const [here, there] = Pipe<string>();
 *     new Process({ target: talk, args: [there] }).start();
 *     await here.recv();
 *
 * Follows Python's multiprocessing.Pipe. An end that was given to a Process or a Thread and is not used at home counts as
 * theirs alone: when they end, `recv` at the other end says so. Python's would wait, unless home closed it.
 * @param duplex whether both ends read and write (default); else the first only reads and the second only writes
 */
export function Pipe<T = unknown>(
  duplex = true,
): [Connection<T>, Connection<T>] {
  const [one, other] = PipeEnd.pair();
  const first = new Connection<T>(one, true, duplex);
  const second = new Connection<T>(other, duplex, true);
  keepTogether(first, second);
  keepTogether(second, first);
  return [first, second];
}

/** What {@link Connection.wait} waits for. */
export type Waitable = Readable | PromiseLike<unknown>;

/** A {@link Connection} or a {@link Queue}, of whatever items. */
export interface Readable {
  /** Whether there is something to read, or arrives within that many seconds (default 0). */
  poll(timeoutSeconds?: number): Promise<boolean>;
}

async function whichAreReady<O extends Waitable>(objects: O[]): Promise<O[]> {
  const asker = new Asker(identity());
  const ready = await Promise.all(
    objects.map((each) => isReady(each, asker, 0)),
  );
  return objects.filter((_, at) => ready[at]);
}

function firstReady(
  objects: Waitable[],
  timeoutSeconds: number | undefined,
): Promise<void> {
  const asker = new Asker(identity());
  return new Promise<void>((resolve, reject) => {
    const callOff = after(timeoutSeconds, () => over());
    const over = (error?: unknown): void => {
      callOff();
      // The others are asked no more.
      asker.end();
      if (error === undefined) resolve();
      else reject(error as Error);
    };
    for (const each of objects) {
      isReady(each, asker, Infinity).then(() => over(), over);
    }
  });
}

function isReady(
  object: Waitable,
  asker: Asker,
  timeoutSeconds: number,
): Promise<boolean> {
  if (object instanceof Connection || object instanceof Queue) {
    return object.pollFor(asker, timeoutSeconds);
  }
  const settled = Promise.resolve(object as PromiseLike<unknown>).then(
    () => true,
    () => true,
  );
  if (timeoutSeconds > 0) return settled;
  // One that is settled by now comes first.
  const later = new Promise<boolean>((resolve) => setImmediate(resolve, false));
  return Promise.race([settled, later]);
}
