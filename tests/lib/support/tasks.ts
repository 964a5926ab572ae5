import { appendFileSync, existsSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import vm from "node:vm";
import { parentPort, threadId } from "node:worker_threads";
import {
  currentProcess,
  currentThread,
  Pool,
  Process,
  sleep,
  ThreadPool,
  type Barrier,
  type Condition,
  type Connection,
  type Event,
  type JoinableQueue,
  type Lock,
  type Queue,
  type Semaphore,
  type SharedArray,
  type Value,
} from "../../../lib/index.ts";

/** Functions that the tests run in workers. */

export const square = (x: number): number => x * x;
export const add = (a: number, b: number): number => a + b;
export const same = <T>(x: T): T => x;

export async function squareLater(x: number): Promise<number> {
  await sleep(0.001);
  return x * x;
}

/** Computes for so many milliseconds. */
export function spin(ms: number): number {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
}

export function spinForEver(): never {
  for (;;);
}

export const sleepFor = (seconds: number): Promise<void> => sleep(seconds);

/** Comes back once the file is there: tests decide the order with it. */
export async function waitForFile(path: string): Promise<string> {
  while (!existsSync(path)) await sleep(0.002);
  return path;
}

/** Computes, deaf to everything, until the file is there. */
export function spinUntilFile(path: string): string {
  while (!existsSync(path));
  return path;
}

/** Leaves a line in a file: tests count what ran with it. */
export function note(path: string, line: string): void {
  appendFileSync(path, `${line}\n`);
}

export function noteAndSpin(path: string): void {
  note(path, String(process.pid));
  spinForEver();
}

export function noteAndWait(path: string, gate: string): Promise<string> {
  note(path, String(process.pid));
  return waitForFile(gate);
}

export class Mishap extends RangeError {
  constructor(
    message: string,
    readonly place: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function failAt(x: number): number {
  if (x < 0) {
    const cause = new TypeError("below zero");
    throw new Mishap(`cannot take ${x}`, x, { cause });
  }
  return x;
}

/** Leaves its number in a file before it takes it. */
export function noteOrFail(path: string, x: number): number {
  note(path, String(x));
  return failAt(x);
}

export function throwNumber(): never {
  // oxlint-disable-next-line no-throw-literal -- people do, and it must come back as it is.
  throw 42;
}

export function failInARing(): never {
  const error = new Mishap("round", 1);
  error.cause = error;
  throw error;
}

export function failUnreadably(): never {
  const error = new Error("never seen");
  Object.defineProperty(error, "message", {
    get: () => {
      throw new Error("not to be read");
    },
  });
  throw error;
}

export interface Nested {
  inner?: Nested;
  depth: number;
}

/** So many objects inside each other. */
export function nestObjects(depth: number): Nested {
  let list: Nested = { depth: 0 };
  for (let at = 1; at < depth; at += 1) list = { inner: list, depth: at };
  return list;
}

export function depthOf(list: Nested): number {
  let depth = 0;
  for (let each: Nested | undefined = list; each; each = each.inner) depth += 1;
  return depth;
}

export const returnShared = (): { cells: Int32Array } => ({
  cells: new Int32Array(new SharedArrayBuffer(4)).fill(7),
});

export function spinAndTell(ms: number): string {
  spin(ms);
  return `${process.pid} ${threadId}`;
}

export const environment = (
  name: string,
): { value: unknown; path: unknown; quiet: boolean } => ({
  value: process.env[name],
  path: process.env.PATH,
  quiet: process.execArgv.includes("--no-warnings"),
});

export function cleanUpOnTerm(path: string, name: string): Promise<void> {
  process.once("SIGTERM", () => {
    note(path, `${name} cleaned up`);
    process.exit(0);
  });
  note(path, `${name} began`);
  return sleep(600);
}

export function ignoreTerm(path: string): never {
  process.on("SIGTERM", () => undefined);
  note(path, "deaf");
  spinForEver();
}

const held: WeakRef<object>[] = [];
export function holdWeakly(value: object): void {
  held.push(new WeakRef(value));
}
export function isCollected(): boolean {
  setFlagsFromString("--expose-gc");
  (vm.runInNewContext("gc") as () => void)();
  return held.every((each) => each.deref() === undefined);
}

/** Its own name is not exported. */
export const unexported = function hidden(x: number): number {
  return x;
};

/** Posts what is no message of the library. */
export function postNonsense(x: number): number {
  for (const each of [null, undefined, 5, "text", {}, { kind: 1 }]) {
    if (process.send === undefined) parentPort?.postMessage(each);
    else if (each !== undefined) process.send(each);
  }
  return x;
}

export const exitWith = (code: number): void => process.exit(code);
/** Ends its worker while the result is made ready for its way home. */
export const returnFatal = (): object => ({
  get fatal() {
    return exitWith(3);
  },
});
export const killSelf = (signal: NodeJS.Signals): boolean =>
  process.kill(process.pid, signal);

/** Squares, unless it is told something else: one function for tasks that travel together. */
export function squareOr(
  x: number,
  what?: "exit" | "spin" | "fail" | "text" | `/${string}`,
): unknown {
  switch (what) {
    case undefined:
      return x * x;
    case "exit":
      return exitWith(3);
    case "spin":
      return spinForEver();
    case "fail":
      throw new Mishap("no square", x);
    case "text":
      return "long ".repeat(2000);
    default:
      return spinUntilFile(what);
  }
}

/** Returns, and throws afterwards with nobody to catch it. */
export function throwLater(): string {
  setTimeout(() => {
    throw new Mishap("too late", 7);
  }, 1);
  return "returned";
}

export function fillMemory(): number {
  const hoard: number[][] = [];
  for (;;) hoard.push(Array.from({ length: 100_000 }, Math.random));
}

export const returnFunction = (): unknown => () => 1;
export const returnHuge = (n: number): Float64Array =>
  new Float64Array(n).fill(1);
export const sumOf = (xs: Float64Array): number =>
  xs.reduce((sum, x) => sum + x, 0);

export function print(count: number): number {
  for (let i = 0; i < count; i += 1) console.log(`line ${i}`);
  return count;
}

export function printForEver(): never {
  for (;;) console.log("again and again");
}

export const who = (): {
  pid: number;
  thread: number;
  process: string;
  threadName: string;
} => ({
  pid: process.pid,
  thread: threadId,
  process: currentProcess().name,
  threadName: currentThread().name,
});

const worker = globalThis as { prepared?: string };

export function prepare(what: string): void {
  worker.prepared = what;
}

export const prepared = (): string | undefined => worker.prepared;

export function failToPrepare(): never {
  throw new Mishap("cannot prepare", 1);
}

/** Adds to one number of shared memory, unsafely or safely. */
export function count(cells: Int32Array, times: number): void {
  for (let i = 0; i < times; i += 1) Atomics.add(cells, 0, 1);
}

/** Starts a process of its own and says what became of it. */
export async function nest(path: string): Promise<number | null> {
  const inner = new Process({ target: note, args: [path, "nested"] });
  inner.start();
  await inner.join();
  return inner.exitCode;
}

/** A pool of threads inside a worker, and of processes inside those. */
export async function nestPools(x: number): Promise<number> {
  const threads = new ThreadPool(1);
  const [result = 0] = await threads.map(nestProcesses, [x]);
  threads.terminate();
  return result;
}

export async function nestProcesses(x: number): Promise<number> {
  const processes = new Pool(1);
  const result = await processes.apply(square, [x]);
  processes.terminate();
  await processes.join();
  return result;
}

// --- what workers share

/** Two steps, between which another thread may come. */
export function addCarelessly(total: Value, times: number): void {
  for (let i = 0; i < times; i += 1) total.value += 1;
}

export function addUnderLock(total: Value, lock: Lock, times: number): void {
  for (let i = 0; i < times; i += 1) {
    lock.useSync(() => {
      total.value += 1;
    });
  }
}

export async function addPolitely(
  total: Value,
  lock: Lock,
  times: number,
): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await lock.use(async () => total.set((await total.get()) + 1));
  }
}

export async function addInOneStep(
  total: Value,
  times: number,
): Promise<number> {
  for (let i = 0; i < times; i += 1) await total.add(1);
  return total.get();
}

export const isNested = (holder: { deep: [Lock] }): Promise<boolean> =>
  holder.deep[0].locked();

export const tryLock = (lock: Lock, seconds: number): Promise<boolean> =>
  lock.acquire(seconds);

export const waitForEvent = (
  event: Event,
  seconds?: number,
): Promise<boolean> => event.wait(seconds);

export const blockOnEvent = (event: Event, seconds?: number): boolean =>
  event.waitSync(seconds);

export async function comeTo(
  barrier: Barrier,
  blocking: boolean,
): Promise<number> {
  return blocking ? barrier.waitSync() : barrier.wait();
}

/** Enters, says how many are inside, leaves. */
export async function visit(seats: Semaphore, inside: Value): Promise<number> {
  return seats.use(async () => {
    const now = await inside.add(1);
    await sleep(0.005);
    await inside.add(-1);
    return now;
  });
}

export function takeFromBox(condition: Condition, box: Value): number {
  condition.lock.acquireSync();
  condition.waitForSync(() => box.value > 0);
  const taken = box.value;
  box.value = 0;
  condition.lock.releaseSync();
  return taken;
}

// oxlint-disable-next-line import/no-default-export -- modules of others have them
export default (x: number): number => 2 * x;

export async function produce(
  queue: Queue<number>,
  from: number,
  to: number,
): Promise<void> {
  for (let i = from; i < to; i += 1) await queue.put(i);
}

export async function consume(queue: Queue<number>): Promise<number[]> {
  const items: number[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

export async function finishItems(queue: JoinableQueue<number>): Promise<void> {
  for await (const item of queue) {
    await sleep(item / 1000);
    await queue.taskDone();
  }
}

export const getNothing = (queue: Queue): Promise<unknown> => queue.get(0.01);

export async function echo(connection: Connection<string>): Promise<void> {
  for (;;) {
    const text = await connection.recv();
    if (text === "end") return connection.close();
    await connection.send(text.toUpperCase());
  }
}

export function fillShare(array: SharedArray, value: number): void {
  array.array.fill(value);
}

export function doubleAll(numbers: Float64Array): void {
  for (const [at, number] of numbers.entries()) numbers[at] = number * 2;
}

const shelf = globalThis as { lock?: Lock };
export function putLockAway(lock: Lock): void {
  shelf.lock = lock;
}
export const holdsLock = async (): Promise<boolean | undefined> =>
  shelf.lock?.locked();

/** This worker's time of day and that of others part, as after a machine was suspended between their starts. */
export function partClocks(seconds: number): void {
  Object.defineProperty(performance, "timeOrigin", {
    value: performance.timeOrigin - seconds * 1000,
  });
}
