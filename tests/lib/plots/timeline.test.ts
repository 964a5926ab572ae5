import { expect, test } from "vitest";
import { timeline, type TimelineTask } from "../../../lib/plots/timeline.ts";

function run(
  worker: number,
  started: number,
  ended: number,
  task = "square",
): TimelineTask {
  return { worker, task, queued: 1, started, ended };
}

test("gives each worker a lane and each task a block, from the first queueing on", () => {
  const { data, layout } = timeline([
    run(10, 1.5, 2),
    run(2, 1.25, 2.25, "hash"),
  ]);
  expect(layout.yaxis).toMatchObject({ categoryarray: ["2", "10"] });
  expect(data.slice(0, 2)).toMatchObject([
    { name: "square", y: ["10"], base: [0.5], x: [0.5] },
    { name: "hash", y: ["2"], base: [0.25], x: [1] },
  ]);
});

test("groups the lanes of several machines by host, and says how exactly their clocks are known", () => {
  const on = (host: string, task: TimelineTask, clockError: number) => ({
    ...task,
    ...{ host, clockError },
  });
  const { layout, description } = timeline([
    on("b", run(1, 1, 2), 0.0004),
    on("a", run(2, 1, 2), 0.0002),
    on("b", run(3, 1, 2), 0.0004),
  ]);
  expect(layout.yaxis).toMatchObject({
    categoryarray: ["a, 2", "b, 1", "b, 3"],
  });
  expect(description).toContain("the hosts' clocks to ±");
  expect(description).toContain("worker b, 3 ran 1");
});

test("shows as waiting the time in which a worker ran nothing and its next task was queued", () => {
  const { data } = timeline([run(1, 1.5, 2), run(1, 2.1, 3)]);
  expect(data.at(-1)).toMatchObject({
    name: "waiting",
    base: [0, 1],
    x: [0.5, 0.1],
  });
});

test("draws thousands of tasks as few blocks and loses none of their time", () => {
  const tasks = Array.from({ length: 8000 }, (_, i) =>
    run(i % 4, 1 + i / 1000, 1 + (i + 3.9) / 1000),
  );
  const [blocks] = timeline(tasks).data as unknown as {
    x: number[];
    customdata: string[];
  }[];
  expect(blocks?.x.length).toBeLessThanOrEqual(150);
  const counts = blocks?.customdata.map((text) => parseInt(text, 10)) ?? [];
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8000);
});

test("says how busy each worker was", () => {
  expect(
    timeline([run(1, 1, 2), run(2, 1, 1.5)], { title: "Two" }).description,
  ).toBe(
    'Timeline "Two", 2 tasks in 1 s: worker 1 ran 1 in 1 s (100 %), worker 2 ran 1 in 500 ms (50 %)',
  );
});

test("asks for the work to be awaited when nothing has run", () => {
  expect(() => timeline([])).toThrow(/Await the pool's work first/);
});

test("tells functions apart by a pattern as well as by colour", () => {
  const task = { worker: 1, queued: 0, started: 0, ended: 1 };
  const { data } = timeline([
    { ...task, task: "load" },
    { ...task, task: "classify" },
  ]);
  const shapes = (data as { marker: { pattern?: { shape: string } } }[]).map(
    ({ marker }) => marker.pattern?.shape,
  );
  expect(shapes).toEqual([undefined, "."]);
});
