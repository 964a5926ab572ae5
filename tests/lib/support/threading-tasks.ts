import { inspect } from "node:util";
import {
  Process,
  QueueEmptyError,
  sleep,
  Thread,
  type Barrier,
  type Condition,
  type Event,
  type JoinableQueue,
  type Lock,
  type Queue,
  type RLock,
  type Semaphore,
} from "../../../lib/index.ts";

/** Functions that the tests of what Python's threading and queue have in common with this library run in workers. */

/** Says that it waits when its wait has begun, then what came of it. */
async function report(
  out: Queue<unknown>,
  begin: () => Promise<unknown>,
): Promise<void> {
  const outcome = begin().catch((error: Error) => error.constructor.name);
  await out.put("waits");
  await out.put(await outcome);
}

export const tellOfEvent = (event: Event, out: Queue): Promise<void> =>
  report(out, () => event.wait());

export const tellOfBarrier = (barrier: Barrier, out: Queue): Promise<void> =>
  report(out, () => barrier.wait());

export const tellOfPut = (queue: Queue<string>, out: Queue): Promise<void> =>
  report(out, () => queue.put("late").then(() => "put"));

export const tellOfJoin = (queue: JoinableQueue, out: Queue): Promise<void> =>
  report(out, () => queue.join().then(() => "joined"));

export async function tellOfRelease(
  lock: Lock | RLock,
  out: Queue,
): Promise<void> {
  const outcome = lock.release().then(
    () => "released",
    (error: Error) => error.constructor.name,
  );
  await out.put(await outcome);
}

export async function takeTwice(lock: Lock, out: Queue): Promise<void> {
  await lock.acquire();
  await report(out, () => lock.acquire());
  await lock.release();
}

export async function enterTwice(seats: Semaphore, out: Queue): Promise<void> {
  await seats.acquire();
  await out.put("once");
  await seats.acquire();
  await out.put("twice");
}

/** Waits under the lock from before it says so until it waits. */
export async function waitTwice(
  condition: Condition,
  out: Queue,
): Promise<void> {
  for (const time of ["first", "second"]) {
    await condition.acquire();
    await out.put("waits");
    await condition.wait();
    await condition.release();
    await out.put(time);
  }
}

export async function feed(
  queue: Queue<number | null>,
  from: number,
  count: number,
): Promise<void> {
  for (let i = 0; i < count; i++) await queue.put(from + i);
  await queue.put(null);
}

/** Takes until null comes, and says what it got. */
export async function consume(
  queue: Queue<number | null>,
  out: Queue<number[]>,
  timeoutSeconds?: number,
): Promise<void> {
  const got: number[] = [];
  for (;;) {
    try {
      const item = await queue.get(timeoutSeconds);
      if (item === null) break;
      got.push(item);
    } catch (error) {
      if (!(error instanceof QueueEmptyError)) throw error;
      await sleep(0);
    }
  }
  await out.put(got);
}

/** Adds up what comes until a negative number, each item of which is done then. */
export async function addUp(
  queue: JoinableQueue<number>,
  out: Queue<number>,
): Promise<void> {
  let sum = 0;
  for (;;) {
    const item = await queue.get();
    if (item >= 0) sum += item;
    await queue.taskDone();
    if (item < 0) break;
  }
  await out.put(sum);
}

/** How putting each of the values that no queue takes ends. */
export async function putTheImpossible(queue: Queue): Promise<string[]> {
  const values = [() => 1, Symbol("s"), new WeakMap(), Promise.resolve()];
  const outcomes: string[] = [];
  for (const value of values) {
    await queue.put(value).catch((error: Error) => {
      outcomes.push(error.message);
    });
  }
  return outcomes;
}

export const putHello = (out: Queue<string>): Promise<void> => out.put("hello");

/** Starts a worker of its own, and does not wait for it. */
export function startAnother(kind: string, out: Queue<string>): void {
  const Kind = kind === "Thread" ? Thread : Process;
  new Kind({ target: putHello, args: [out] }).start();
}

export function overflowStack(): string {
  const recurse = (): number => 1 + recurse();
  try {
    return String(recurse());
  } catch (error) {
    return (error as Error).name;
  }
}

/** Comes to the barrier as long as there are tickets. @returns how often it had each place, those too high last */
export function passOften(barrier: Barrier, tickets: Int32Array): number[] {
  const places = Array.from({ length: barrier.parties + 1 }, () => 0);
  while (Atomics.sub(tickets, 0, 1) > 0) {
    const place = Math.min(barrier.waitSync(60), barrier.parties);
    places[place] = (places[place] ?? 0) + 1;
  }
  return places;
}

export function throwFunction(): never {
  // oxlint-disable-next-line no-throw-literal -- it happens
  throw () => 1;
}

export class SelfishThread extends Thread {
  constructor(readonly out: Queue<string>) {
    super();
  }

  override run(): Promise<void> {
    return this.out.put(inspect(this));
  }
}

export class SelfishProcess extends Process {
  constructor(readonly out: Queue<string>) {
    super();
  }

  override run(): Promise<void> {
    return this.out.put(inspect(this));
  }
}
