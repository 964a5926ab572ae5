import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { setAttendant } from "../../../lib/platform/attendant.ts";
import { allWorkersEnd, newFile } from "../support/executors.ts";
import { library, tasks } from "../support/library.ts";

const { ProcessPoolExecutor } = library;

afterEach(async () => {
  setAttendant(undefined);
  await allWorkersEnd();
});

/** Notes in a file that it came, and that the process ended. */
const program = `
const { parentPort, workerData } = require("node:worker_threads");
const { appendFileSync } = require("node:fs");
const { data, gone } = workerData;
appendFileSync(data, "comes ");
parentPort.postMessage("begin");
parentPort.once("message", () => {
  appendFileSync(data, "goes ");
  Atomics.store(gone, 0, 1);
  Atomics.notify(gone, 0);
});`;

function attendantOf(text: string) {
  const [file, data] = [newFile("attendant.cjs"), newFile("notes")];
  writeFileSync(file, text);
  writeFileSync(data, "");
  setAttendant({ file, data });
  return { notes: () => readFileSync(data, "utf8") };
}

test("a process works on once its attendant is there, which hears of its end", async () => {
  await using pool = new ProcessPoolExecutor(1);
  expect(await pool.submit(tasks.square, 2)).toBe(4);
  const { notes } = attendantOf(program);
  expect(await pool.submit(tasks.square, 3)).toBe(9);
  expect(notes()).toBe("comes ");
  await using next = new ProcessPoolExecutor(1);
  expect(await next.submit(tasks.square, 4)).toBe(16);
  expect(notes()).toBe("comes comes ");
  setAttendant(undefined);
  await using last = new ProcessPoolExecutor(1);
  expect(await last.submit(tasks.square, 5)).toBe(25);
  await Promise.all([pool, next, last].map((each) => each.shutdown()));
  await allWorkersEnd();
  expect(notes()).toBe("comes comes goes goes ");
});

test("a process works on without an attendant that fails", async () => {
  attendantOf("throw new Error('no')");
  await using pool = new ProcessPoolExecutor(1);
  expect(await pool.submit(tasks.square, 2)).toBe(4);
});

test("an attendant that leaves before the process is let go once all it asked for is done", async () => {
  const { notes } = attendantOf(`
const { parentPort, workerData } = require("node:worker_threads");
const { appendFileSync } = require("node:fs");
parentPort.on("message", (word) => {
  appendFileSync(workerData.data, word === "leave" ? "left " : "goes ");
  if (word === "leave") parentPort.close();
});
parentPort.postMessage("leave");`);
  await using pool = new ProcessPoolExecutor(1);
  expect(await pool.submit(tasks.square, 2)).toBe(4);
  await expect.poll(notes).toBe("left ");
  await pool.shutdown();
  await allWorkersEnd();
  expect(notes()).toBe("left ");
});
