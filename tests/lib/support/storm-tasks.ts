import { appendFileSync } from "node:fs";
import { Pool, sleep, type Lock, type Queue } from "../../../lib/index.ts";

/** What the tasks of a storm do in their workers; each says first that it began. */

/** A task of a storm, by its number, and the file where those that began stand. */
export interface Job {
  id: number;
  path: string;
}

function begin({ id, path }: Job): void {
  appendFileSync(path, `${id}\n`);
}

export function spinFor(job: Job, ms: number): number {
  begin(job);
  const end = performance.now() + ms;
  while (performance.now() < end);
  return job.id;
}

export async function sleepFor(job: Job, ms: number): Promise<number> {
  begin(job);
  await sleep(ms / 1000);
  return job.id;
}

export function fail(job: Job): never {
  begin(job);
  throw new RangeError(`job ${job.id}`);
}

/** @param signal undefined for an exit with code 3 */
export function die(
  job: Job,
  signal: NodeJS.Signals | undefined,
): Promise<never> {
  begin(job);
  if (signal === undefined) process.exit(3);
  process.kill(process.pid, signal);
  // A signal may take a moment.
  return new Promise(() => undefined);
}

export async function holdLock(
  job: Job,
  lock: Lock,
  ms: number,
): Promise<number> {
  begin(job);
  await lock.use(() => sleep(ms / 1000));
  return job.id;
}

export async function putItself(
  job: Job,
  queue: Queue<number>,
): Promise<number> {
  begin(job);
  await queue.put(job.id);
  return job.id;
}

export async function startPool(job: Job): Promise<number> {
  begin(job);
  await using pool = new Pool({ workers: 1, threads: true });
  const squares = await pool.map(square, [1, 2, 3]);
  return squares.length === 3 ? job.id : -1;
}

// Its own: what two modules share is bundled apart from both, and their functions then travel from there.
export function square(x: number): number {
  return x * x;
}
