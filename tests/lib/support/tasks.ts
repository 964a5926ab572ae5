import { appendFileSync, existsSync } from "node:fs";
import { threadId } from "node:worker_threads";
import {
  currentProcess,
  currentThread,
  Process,
  sleep,
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

export function throwNumber(): never {
  // oxlint-disable-next-line no-throw-literal -- people do, and it must come back as it is.
  throw 42;
}

export const exitWith = (code: number): void => process.exit(code);
export const killSelf = (signal: NodeJS.Signals): boolean =>
  process.kill(process.pid, signal);

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
