import { appendFileSync } from "node:fs";
import {
  currentProcess,
  parentProcess,
  Process,
  Thread,
  sleep,
  type Barrier,
  type Condition,
  type Connection,
  type Dict,
  type List,
  type Lock,
  type Queue,
  type Remote,
  type Semaphore,
  type SharedArray,
  type Value,
} from "../../../lib/index.ts";

/** Functions that the tests of processes, threads and what they share run in workers. */

const note = (path: string, line: string): void =>
  appendFileSync(path, `${line}\n`);

// --- waiting for ever, in each of the ways there are

export async function waitToGet(path: string, queue: Queue): Promise<void> {
  const item = queue.get();
  note(path, "waits");
  await item;
}

export async function waitToPut(
  path: string,
  queue: Queue<string>,
): Promise<void> {
  const put = queue.put("of the dead");
  note(path, "waits");
  await put;
}

export async function waitToAcquire(
  path: string,
  lock: { acquire(): Promise<boolean> },
): Promise<void> {
  const taken = lock.acquire();
  note(path, "waits");
  await taken;
}

export async function waitAt(path: string, barrier: Barrier): Promise<void> {
  const place = barrier.wait();
  note(path, "waits");
  await place;
}

export async function holdForEver(
  path: string,
  lock: { acquire(): Promise<boolean> },
): Promise<void> {
  await lock.acquire();
  note(path, "holds");
  for (;;) await sleep(100);
}

/** Its own worker waits, through it. */
export async function waitBelow(
  path: string,
  queue: Queue,
  threads: boolean,
): Promise<void> {
  const Kind = threads ? Thread : Process;
  const inner = new Kind({ target: waitToGet, args: [path, queue] });
  inner.start();
  for (;;) await sleep(100);
}

export async function getTwice(queue: Queue<number>): Promise<number[]> {
  return [await queue.get(), await queue.get()];
}

// --- without awaiting

export function putAll(queue: Queue<number>, count: number): void {
  for (let i = 0; i < count; i += 1) void queue.put(i);
}

export function sendAndAdd(connection: Connection<string>, total: Value): void {
  void connection.send("not awaited");
  void total.add(5);
}

/** Puts what a timer brings, after the function has returned. */
export function putLater(queue: Queue<string>): void {
  setTimeout(() => void queue.put("from a timer"), 5);
}

export function getWithoutAwaiting(
  questions: Queue<number>,
  answers: Queue<number>,
): void {
  void questions.get().then((n) => answers.put(n * 2));
}

export function rejectLater(): void {
  setTimeout(() => void Promise.reject(new Error("nobody caught this")), 1);
}

// --- pipes

export async function answerInCapitals(
  connection: Connection<string>,
): Promise<void> {
  for await (const text of connection)
    await connection.send(text.toUpperCase());
}

export async function sendAll(
  connection: Connection<number>,
  count: number,
): Promise<void> {
  for (let i = 0; i < count; i += 1) await connection.send(i);
}

export async function sendAndWait(
  path: string,
  connection: Connection<string>,
): Promise<void> {
  await connection.send("still here");
  note(path, "sent");
  for (;;) await sleep(100);
}

export async function closeAndNote(
  path: string,
  connection: Connection<string>,
): Promise<void> {
  await connection.close();
  note(path, String(connection.closed));
  for (;;) await sleep(100);
}

export async function sendBackBytes(
  connection: Connection<Uint8Array>,
): Promise<void> {
  const bytes = await connection.recvBytes();
  await connection.sendBytes(bytes.reverse(), 1, 2);
}

/** Gives its end to a worker of its own, closes it, and ends with that. */
export async function passOn(connection: Connection<number>): Promise<void> {
  const inner = new Process({ target: sendAll, args: [connection, 3] });
  inner.start();
  await connection.close();
  await inner.join();
}

// --- terminate

export function noteWhenAsked(path: string): Promise<void> {
  process.on("SIGTERM", () => {
    note(path, "cleaned up");
    process.exit(3);
  });
  note(path, "ready");
  return sleep(1000);
}

export function ignoreWhenAsked(path: string): Promise<void> {
  process.on("SIGTERM", () => note(path, "asked"));
  note(path, "ready");
  return sleep(1000);
}

// --- who is who

export async function tellFamily(queue: Queue<unknown>): Promise<void> {
  const parent = parentProcess();
  const { name, exitCode } = currentProcess();
  await queue.put({
    name,
    exitCode,
    alive: currentProcess().isAlive(),
    parent: parent?.name,
    parentPid: parent?.pid,
    parentAlive: parent?.isAlive(),
  });
}

export const tellFlags = (queue: Queue<string[]>): Promise<void> =>
  queue.put(process.execArgv);

export class Greeting extends Process {
  constructor(
    readonly queue: Queue<string>,
    readonly whom: string,
  ) {
    super({ name: "Greeter" });
  }

  override async run(): Promise<void> {
    await this.queue.put(`${this.name} says hello to ${this.whom}`);
  }
}

export class ThreadGreeting extends Thread {
  constructor(
    readonly queue: Queue<string>,
    readonly whom: string,
  ) {
    super({ name: "Greeter" });
  }

  override async run(): Promise<void> {
    await this.queue.put(`${this.name} says hello to ${this.whom}`);
  }
}

// --- numbers and conditions

export async function countEverything(
  array: SharedArray,
  big: Value<"q">,
): Promise<void> {
  await array.add(-1, 2);
  await array.set(0, 7);
  await big.add(2n ** 40n);
}

export async function takeTurns(
  condition: Condition,
  turn: Value,
  mine: number,
  rounds: number,
): Promise<void> {
  for (let i = 0; i < rounds; i += 1) {
    await condition.use(async () => {
      await condition.waitFor(async () => (await turn.get()) === mine);
      await turn.set(1 - mine);
      await condition.notifyAll();
    });
  }
}

// --- a manager's objects

export class Account {
  #balance = 0;

  deposit(amount: number): number {
    if (amount < 0) throw new RangeError("no negative amounts");
    this.#balance += amount;
    return this.#balance;
  }

  async later(): Promise<number> {
    await sleep(0.001);
    return this.#balance;
  }
}

export async function useManaged(
  dict: Remote<Dict<string, number[]>>,
  list: Remote<List<number>>,
  account: Remote<Account>,
): Promise<unknown> {
  await dict.set("worker", [1, 2]);
  await list.append(4);
  await list.set(0, 10);
  const error: unknown = await account
    .deposit(-1)
    .catch((reason: unknown) => reason);
  const balance = await account.deposit(5);
  return {
    keys: await dict.keys(),
    missing: await dict.get("nothing", []),
    last: await list.get(-1),
    balance,
    later: await account.later(),
    error: String(error),
  };
}

// --- a storm of workers that die

/** What the workers of a storm use together. */
export interface Weather {
  queue: Queue<number>;
  done: Queue<number>;
  lock: Lock;
  /** Who is inside the lock. */
  inside: Value;
  /** How often somebody else was. */
  broken: Value;
  /** Nobody ever gets in. */
  never: Semaphore;
}

export async function goThrough(
  weather: Weather,
  me: number,
  rounds: number,
  home: Connection<number>,
): Promise<void> {
  const { queue, done, lock, inside, broken, never } = weather;
  for (let round = 0; round < rounds; round += 1) {
    await home.send(round);
    if (await queue.poll(0.01)) {
      const item = await queue.get(0.01).catch(() => undefined);
      if (item !== undefined) await done.put(item);
    }
    await lock.use(async () => {
      await inside.set(me);
      await sleep(0.001);
      if ((await inside.get()) !== me) await broken.add(1);
    });
    await never.acquire(0.005);
  }
}
