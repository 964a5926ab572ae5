import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until, workerProcesses } from "../support/children.ts";
import { FakeNotebook } from "../support/fake-notebook.ts";
import { library, tasks } from "../support/library.ts";

let notebook: FakeNotebook;

beforeEach(() => {
  notebook = new FakeNotebook(1);
  notebook.install();
});
afterEach(() => notebook.remove());

describe.each([
  ["processes", false],
  ["threads", true],
])("when the person stops a cell, a pool of %s", (_, threads) => {
  test("ends its workers at once, rejects what is not done, and works again", async () => {
    await using pool = new library.Pool({ workers: 2, threads });
    const folder = mkdtempSync(join(tmpdir(), "romanesco-"));
    const [one, other] = [join(folder, "one"), join(folder, "other")];
    const results = [one, other, one, other].map((each) =>
      pool.applyAsync(tasks.noteAndSpin, [each]),
    );
    await until(
      () => existsSync(one) && existsSync(other),
      "the start of a task at each worker",
    );
    const before = workerProcesses();
    const waiting = pool.map(tasks.square, [1, 2, 3], { chunkSize: 1 });
    notebook.interrupt();
    await expect(waiting).rejects.toThrow(library.InterruptError);
    for (const result of results) {
      await expect(result.get()).rejects.toThrow(library.InterruptError);
    }
    await until(
      () => workerProcesses().every((pid) => !before.includes(pid)),
      "the end of the workers",
    );
    expect(await pool.map(tasks.square, [1, 2, 3])).toEqual([1, 4, 9]);
  });
});

test("a Process and a Thread end when the person stops the cell", async () => {
  const work = [
    new library.Process({ target: tasks.spinForEver }),
    new library.Thread({ target: tasks.spinForEver }),
  ];
  for (const each of work) each.start();
  notebook.interrupt();
  for (const each of work) await each.join();
  expect(work.map((each) => each.exitCode)).toEqual([-9, -9]);
});

test("nothing listens for a stop once all workers have ended", async () => {
  const pool = new library.Pool(1);
  await pool.map(tasks.square, [1]);
  expect(notebook.listeners).toBe(1);
  pool.close();
  await pool.join();
  expect(notebook.listeners).toBe(0);
});
