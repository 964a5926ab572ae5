import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Future, Lock, Queue } from "../../../lib/index.ts";
import { workerProcesses } from "./children.ts";
import { newFile, type AnyExecutor } from "./executors.ts";
import { library, stormTasks, tasks } from "./library.ts";
import type { Job } from "./storm-tasks.ts";
import { randomFrom } from "./storm.ts";

/** What a task may come to, besides its result. */
type End = "result" | "thrown" | "exit" | "late" | "aborted" | "cancelled";

/** The model of a task: what was asked for, and what it came to. */
interface Expected {
  job: Job;
  may: Set<End>;
  end?: End;
  /** Whether `cancel` said that it will not run. */
  dropped: boolean;
  puts: boolean;
}

/** What came of a storm; but for `tasks` all of it is nothing, by rights. */
export interface TaskDamage {
  tasks: number;
  /** Tasks that ran twice, and those that gave a result without running. */
  twice: number;
  unrun: number;
  /** Tasks that were dropped and ran, or came to what nobody asked for. */
  wrong: string[];
  /** Items of a queue that came twice, or not though their task gave a result. */
  items: number;
  lockHeld: boolean;
}

const mostAtOnce = 40;

/**
 * A pool under random tasks: some spin, throw, die, hold a lock, put, start pools; some have a limit, are aborted or
 * cancelled; workers are killed from outside, and in the end the pool is shut down or terminated.
 * @param seed of all that is random
 */
export async function taskStorm(
  kind: "processes" | "threads",
  seconds: number,
  seed: number,
): Promise<TaskDamage> {
  const storm = new TaskStorm(kind, randomFrom(seed));
  await storm.blow(seconds);
  return storm.assess();
}

class TaskStorm {
  readonly #random: () => number;
  readonly #threads: boolean;
  readonly #executor: AnyExecutor;
  readonly #path = newFile("begun");
  readonly #lock: Lock = new library.Lock();
  readonly #queue: Queue<number> = new library.Queue();
  readonly #expected: Expected[] = [];
  readonly #open = new Set<Promise<void>>();
  #killed = 0;

  constructor(kind: "processes" | "threads", random: () => number) {
    this.#random = random;
    this.#threads = kind === "threads";
    const options = {
      maxWorkers: 2 + this.#below(2),
      maxTasksPerChild: this.#happens(0.3) ? 5 + this.#below(20) : undefined,
    };
    this.#executor = this.#threads
      ? new library.ThreadPoolExecutor(options)
      : new library.ProcessPoolExecutor(options);
  }

  async blow(seconds: number): Promise<void> {
    // What dies before its worker is there shows nothing.
    await this.#executor.submit(tasks.square, 1);
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const burst = 1 + this.#below(this.#happens(0.1) ? mostAtOnce : 5);
      for (let i = 0; i < burst; i += 1) this.#submit();
      if (this.#happens(0.05)) this.#map();
      if (this.#happens(0.02)) this.#killFromOutside();
      while (this.#open.size > mostAtOnce) await Promise.race(this.#open);
      await library.sleep(this.#random() * 0.003);
    }
    if (this.#happens(0.5)) {
      for (const each of this.#expected)
        if (each.end === undefined) each.may.add("cancelled");
      await this.#executor.terminate();
    } else await this.#executor.shutdown();
    await Promise.all(this.#open);
  }

  async assess(): Promise<TaskDamage> {
    const begun = countEach(this.#begun());
    rmSync(dirname(this.#path), { recursive: true });
    await this.#queue.close();
    const queued: number[] = [];
    for await (const id of this.#queue) queued.push(id);
    const items = countEach(queued);
    const all = this.#expected;
    const exits = all.filter(
      ({ end, may }) => end === "exit" && !may.has("exit"),
    );
    return {
      tasks: all.length,
      twice: [...begun.values()].filter((times) => times > 1).length,
      unrun: all.filter(
        ({ end, job }) => end === "result" && !begun.has(job.id),
      ).length,
      wrong: [
        ...all
          .filter(({ end, may }) => end !== "exit" && !may.has(end ?? "result"))
          .map(({ end, job }) => `${job.id} ${end}`),
        ...all
          .filter(({ dropped, job }) => dropped && begun.has(job.id))
          .map(({ job }) => `${job.id} ran though it was dropped`),
        // A worker that is killed from outside takes the task with it that it is at.
        ...exits.slice(this.#killed).map(({ job }) => `${job.id} exit`),
      ],
      items: all.filter(
        ({ end, puts, job: { id } }) =>
          (items.get(id) ?? 0) > 1 ||
          (puts && end === "result" && !items.has(id)),
      ).length,
      lockHeld: await this.#lock.locked(),
    };
  }

  #begun(): number[] {
    if (!existsSync(this.#path)) return [];
    return readFileSync(this.#path, "utf8").trim().split("\n").map(Number);
  }

  #expect(...may: End[]): Expected {
    const job = { id: this.#expected.length, path: this.#path };
    const expected: Expected = {
      job,
      may: new Set(may),
      dropped: false,
      puts: false,
    };
    this.#expected.push(expected);
    return expected;
  }

  #submit(): void {
    const expected = this.#expect();
    const limits = this.#limits(expected);
    const future = this.#start(expected, limits);
    this.#follow(expected, future);
    if (!this.#happens(0.1)) return;
    expected.may.add("cancelled");
    setTimeout(() => (expected.dropped = future.cancel()), this.#random() * 5);
  }

  #limits({ may }: Expected): { timeout?: number; signal?: AbortSignal } {
    if (this.#happens(0.1)) {
      may.add("late");
      return { timeout: this.#random() * 0.03 };
    }
    if (!this.#happens(0.1)) return {};
    may.add("aborted");
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), this.#random() * 30);
    return { signal: controller.signal };
  }

  #start(
    expected: Expected,
    limits: { timeout?: number; signal?: AbortSignal; priority?: number },
  ): Future<number> {
    const { job, may } = expected;
    const executor = this.#executor;
    const options = { ...limits, priority: this.#below(3) };
    const what = this.#random();
    if (what < 0.03) {
      may.add("exit");
      // A thread has no signals of its own.
      const signal = this.#threads ? undefined : this.#signal();
      return executor.submitWith(options, stormTasks.die, job, signal);
    }
    if (what < 0.1) {
      may.add("thrown");
      return executor.submitWith(options, stormTasks.fail, job);
    }
    may.add("result");
    if (what < 0.2)
      return executor.submitWith(
        options,
        stormTasks.holdLock,
        job,
        this.#lock,
        1,
      );
    if (what < 0.3) {
      expected.puts = true;
      return executor.submitWith(
        options,
        stormTasks.putItself,
        job,
        this.#queue,
      );
    }
    if (what < 0.305)
      return executor.submitWith(options, stormTasks.startPool, job);
    if (what < 0.5)
      return executor.submitWith(
        options,
        stormTasks.sleepFor,
        job,
        this.#below(5),
      );
    const ms = this.#happens(0.1) ? this.#below(20) : 0;
    return executor.submitWith(options, stormTasks.spinFor, job, ms);
  }

  #map(): void {
    const all = Array.from({ length: 1 + this.#below(50) }, () =>
      this.#expect("result", "cancelled"),
    );
    const fails = this.#happens(0.3);
    const results = this.#executor.map(
      fails ? stormTasks.fail : stormTasks.spinFor,
      all.map(({ job }) => job),
      all.map(() => 0),
      {
        chunkSize: 1 + this.#below(8),
        timeout: this.#happens(0.3) ? this.#random() * 0.05 : undefined,
      },
    );
    // Which of its items ran, when it came to nothing, is known to the file alone.
    const finish = (values: number[]): void => {
      const right = values.every((id, at) => id === all[at]?.job.id);
      for (const each of all) each.end = right ? "result" : "thrown";
    };
    const drop = (): void => all.forEach((each) => (each.end = "cancelled"));
    this.#track(results.then(finish, drop));
  }

  #killFromOutside(): void {
    const pids = workerProcesses();
    const pid = pids[this.#below(pids.length)];
    if (this.#threads || pid === undefined) return;
    this.#killed += 1;
    process.kill(pid, "SIGKILL");
  }

  #follow(expected: Expected, future: Future<number>): void {
    const settle = (value: number): void => {
      expected.end = value === expected.job.id ? "result" : "thrown";
    };
    const fail = (error: unknown): void => void (expected.end = endOf(error));
    this.#track(future.then(settle, fail));
  }

  #track(done: Promise<void>): void {
    const tracked = done.finally(() => this.#open.delete(tracked));
    this.#open.add(tracked);
  }

  #signal(): NodeJS.Signals | undefined {
    const ways = ["SIGKILL", "SIGTERM", "SIGABRT", undefined] as const;
    return ways[this.#below(ways.length)];
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #happens(share: number): boolean {
    return this.#random() < share;
  }
}

function endOf(error: unknown): End {
  if (error === "enough") return "aborted";
  if (error instanceof library.TimeoutError) return "late";
  if (error instanceof library.CancelledError) return "cancelled";
  return error instanceof library.WorkerExitError ? "exit" : "thrown";
}

function countEach(ids: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
