import type { Process, Queue, Thread } from "../../../lib/index.ts";
import type { Weather } from "./sharing-tasks.ts";
import { library, sharing } from "./library.ts";

/** What came of a storm; what is left over by rights is nothing. */
export interface Damage {
  /** Workers that were started, and how many of them were killed. */
  workers: number;
  killed: number;
  /** Items that came twice, and items that came to nobody beyond those that the dead may have had in their hands. */
  twice: number;
  lost: number;
  /** Times that two were inside the lock; messages of a pipe that were missing. */
  together: number;
  gaps: number;
  /** Whether a lock or a place went with the dead. */
  lockHeld: boolean;
  placeTaken: boolean;
}

const atOnce = 3;

/**
 * Starts workers, a few at a time, that put, take, lock and send, and kills half of them at some moment of it.
 * @param seed of all that is random
 */
export async function storm(
  kind: "Process" | "Thread",
  seconds: number,
  seed: number,
): Promise<Damage> {
  const random = randomFrom(seed);
  const weather: Weather = {
    queue: new library.Queue<number>(5),
    done: new library.Queue<number>(),
    lock: new library.Lock(),
    inside: new library.Value("i"),
    broken: new library.Value("i"),
    never: new library.Semaphore(0),
  };
  const end = performance.now() + seconds * 1000;
  const over = (): boolean => performance.now() > end;
  const count = { workers: 0, killed: 0, gaps: 0, put: 0 };
  const one = async (): Promise<void> => {
    while (!over()) {
      count.workers += 1;
      const [home, there] = library.Pipe<number>(false);
      const work = new library[kind]({
        target: sharing.goThrough,
        args: [weather, count.workers, 1 + Math.floor(random() * 8), there],
      });
      work.start();
      const doom = random() < 0.5 ? random() * 60 : undefined;
      let next = 0;
      for await (const round of home) {
        if (round === 0 && doom !== undefined) killLater(work, doom);
        if (round !== next) count.gaps += 1;
        next += 1;
      }
      await work.join();
      if (work.exitCode !== 0) count.killed += 1;
    }
  };
  const feed = async (): Promise<void> => {
    while (!over()) {
      const put = await weather.queue.put(count.put, 0.05).then(
        () => true,
        () => false,
      );
      if (put) count.put += 1;
    }
  };
  await Promise.all([feed(), ...Array.from({ length: atOnce }, one)]);
  return assess(weather, count);
}

async function assess(
  { queue, done, lock, broken, never }: Weather,
  count: { workers: number; killed: number; gaps: number; put: number },
): Promise<Damage> {
  const items = [...(await drain(queue)), ...(await drain(done))];
  const missing = count.put - new Set(items).size;
  await never.release();
  return {
    workers: count.workers,
    killed: count.killed,
    twice: items.length - new Set(items).size,
    // Each of the dead may have taken one that it did not pass on.
    lost: Math.max(0, missing - count.killed),
    together: broken.value,
    gaps: count.gaps,
    lockHeld: await lock.locked(),
    placeTaken: !(await never.acquire(0)),
  };
}

async function drain(queue: Queue<number>): Promise<number[]> {
  await queue.close();
  const items: number[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

/** From outside, as the system does when memory runs out, or by its own method. */
function killLater(work: Process | Thread, ms: number): void {
  setTimeout(() => {
    if (!work.isAlive()) return;
    if ("pid" in work && work.pid !== undefined && ms > 40) {
      process.kill(work.pid, "SIGKILL");
    } else if (ms > 20) work.kill();
    else work.terminate();
  }, ms);
}

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
