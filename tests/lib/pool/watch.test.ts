import { afterEach, beforeEach, expect, test } from "vitest";
import type { Pool } from "../../../lib/index.ts";
import { FakeNotebook } from "../support/fake-notebook.ts";
import { library, tasks } from "../support/library.ts";

let notebook: FakeNotebook;
let pool: Pool;
beforeEach(() => {
  notebook = new FakeNotebook(2);
  notebook.install();
});
afterEach(async () => {
  pool.terminate();
  await pool.join();
  notebook.remove();
});

const lastText = () => String(notebook.displays.at(-1)?.["text/plain"]);

test("shows a bar with the function's name that ends full", async () => {
  pool = new library.Pool(2);
  await pool.map(tasks.square, [1, 2, 3, 4, 5], { progress: true });
  expect(lastText()).toMatch(/^square {2}\[#{24}\] {2}100 % {2}5\/5/);
});

test("shows the bar that the pool was made with, in a map's own words", async () => {
  pool = new library.ThreadPool({ workers: 2, progress: true });
  const squares = pool.imapUnordered(tasks.square, [1, 2, 3], {
    progress: "squares",
  });
  expect(await squares.toArray()).toHaveLength(3);
  expect(lastText()).toMatch(/^squares .*100 % {2}3\/3/);
  await pool.starmap(tasks.add, [[1, 2]]);
  expect(lastText()).toMatch(/^add .*1\/1/);
  const before = notebook.displays.length;
  await pool.map(tasks.square, [1], { progress: false });
  expect(notebook.displays).toHaveLength(before);
});

test("marks the bar as stopped when a task fails, the loop is left or the cell is", async () => {
  pool = new library.Pool(1);
  const failing = pool.map(tasks.failAt, [-1], {
    progress: true,
  });
  await expect(failing).rejects.toThrow("cannot take -1");
  expect(lastText()).toMatch(/0 % {2}0\/1.*stopped$/);

  for await (const _ of pool.imap(tasks.square, [1, 2, 3], { progress: true }))
    break;
  expect(lastText()).toMatch(/stopped$/);

  const stopped = pool.map(tasks.spin, [1e6, 1e6], { progress: true });
  notebook.interrupt();
  await expect(stopped).rejects.toThrow(/interrupt|stop/i);
  expect(lastText()).toMatch(/0 % {2}0\/2.*stopped$/);
});

test("an executor's map has a bar too", async () => {
  pool = new library.Pool(1);
  await using executor = new library.ThreadPoolExecutor(1);
  await executor.map(tasks.square, [1, 2], { progress: true });
  expect(lastText()).toMatch(/^square .*100 % {2}2\/2/);
});

test("tells who watches when tasks begin, are done and will not be done", async () => {
  pool = new library.Pool({ workers: 1, threads: true });
  const live = pool.timeline({ live: true, title: "Squares" });
  await pool.map(tasks.square, [1, 2, 3], { chunkSize: 1 });
  expect(live.figure.description).toMatch(
    /^Timeline "Squares", 3 tasks in .*: worker 1 ran 3 in/,
  );
  const work = pool.map(tasks.spin, [1e6], { chunkSize: 1 });
  notebook.interrupt();
  await expect(work).rejects.toThrow(/interrupt|stop/i);
  expect(live.figure.description).toContain("stopped: 3 of 4 tasks are done");
});
