import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveTimeline } from "../../../lib/plots/live-timeline.ts";
import type { Activity, ActivityEvent } from "../../../lib/worker/timeline.ts";

const key = Symbol.for("romanesco.notebook");
const globals = globalThis as unknown as Record<symbol, unknown>;

/** A pool of two workers whose one task runs as long as a test says. */
class PlayedPool {
  readonly listeners = new Set<(event: ActivityEvent) => void>();
  done: Activity["done"] = [];
  running: Activity["running"] = [];
  waiting = 0;

  watch(listener: (event: ActivityEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  activity(): Activity {
    const { done, running, waiting } = this;
    return { now: this.now, workers: 2, done, running, waiting };
  }

  get now(): number {
    return performance.now() / 1000;
  }

  begin(): void {
    const times = { queued: this.now, started: this.now };
    this.running = [{ task: "hash", worker: 1, bytes: 8, ...times }];
    this.tell("change");
  }

  finish(): void {
    const [task] = this.running;
    if (task)
      this.done.push({ ...task, ended: this.now, cpu: undefined, ok: true });
    this.running = [];
    this.tell("idle");
  }

  tell(event: ActivityEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}

let pool: PlayedPool;
let notebook: Record<"display" | "pending" | "onInterrupt", unknown> & {
  currentCell: number;
};
let shown: string[];
let held: number;

beforeEach(() => {
  vi.useFakeTimers();
  [pool, shown, held] = [new PlayedPool(), [], 0];
  notebook = {
    currentCell: 1,
    display: (_: object, { beside }: { beside: Record<string, unknown> }) =>
      shown.push(String(beside["text/plain"])),
    pending: () => (held += 1),
    onInterrupt: () => {},
  };
  globals[key] = notebook;
});
afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  delete globals[key];
});

test("draws running tasks as they grow, ten times a second", () => {
  const live = new LiveTimeline(pool);
  pool.begin();
  vi.advanceTimersByTime(2000);
  expect(shown.length).toBeGreaterThanOrEqual(18);
  expect(shown.length).toBeLessThanOrEqual(22);
  expect(shown.at(-1)).toContain("0 done, 1 running, 0 waiting");
  expect(live.figure.data).toMatchObject([
    { name: "hash", x: [] },
    { name: "running", y: ["1"], x: [expect.closeTo(2, 0)] },
  ]);
});

test("has all lanes from the start, and its words once the work is done", () => {
  const live = new LiveTimeline(pool, { title: "Hashes" });
  expect(live.figure.layout.yaxis).toMatchObject({ categoryarray: ["1", "2"] });
  pool.begin();
  vi.advanceTimersByTime(500);
  pool.finish();
  expect(live.figure.description).toBe(
    'Timeline "Hashes", 1 task in 500 ms: worker 1 ran 1 in 500 ms (100 %), worker 2 ran 0 in 0 µs (0 %)',
  );
  const still = shown.length;
  vi.advanceTimersByTime(200);
  expect(shown.length - still).toBeLessThanOrEqual(1);
});

test("holds the cell for its picture only when nothing runs", () => {
  new LiveTimeline(pool);
  pool.begin();
  const before = held;
  vi.advanceTimersByTime(1000);
  expect(held).toBe(before);
});

test("is marked as stopped when the work is", () => {
  const live = new LiveTimeline(pool);
  pool.begin();
  pool.waiting = 3;
  vi.advanceTimersByTime(700);
  pool.tell("stop");
  expect(live.figure.description).toContain("stopped: 0 of 4 tasks are done");
  expect(live.figure.data).toMatchObject([{}, { name: "stopped", y: ["1"] }]);
  expect(pool.listeners.size).toBe(0);
});

test("leaves out what was done before, and what a later cell does", () => {
  pool.begin();
  vi.advanceTimersByTime(10);
  pool.finish();
  vi.advanceTimersByTime(10);
  const live = new LiveTimeline(pool);
  pool.begin();
  vi.advanceTimersByTime(100);
  pool.finish();
  notebook.currentCell = 2;
  pool.begin();
  vi.advanceTimersByTime(100);
  pool.finish();
  expect(live.figure.description).toContain("1 task in 100 ms");
  expect(pool.listeners.size).toBe(0);
});

test("says in words at the end what it cannot draw in plain Node", () => {
  delete globals[key];
  const log = vi.spyOn(console, "log").mockReturnValue(undefined);
  new LiveTimeline(pool);
  pool.begin();
  vi.advanceTimersByTime(250);
  pool.finish();
  expect(log).not.toHaveBeenCalled();
  pool.tell("stop");
  expect(log.mock.calls).toEqual([
    [expect.stringMatching(/^Timeline .*1 task in 250 ms/)],
  ]);
  log.mockRestore();
});
