import { expect, test } from "vitest";
import { holdStill, placeOf } from "../../../kernel/interpreter/runtime/cut.ts";
import {
  createRing,
  cutSlot,
} from "../../../kernel/interpreter/runtime/ring.ts";

const cell = "/notebook/cell [1]";

test.each([
  ["a cell's loop", [cell], "willing"],
  [
    "a loop that prints",
    ["node:internal/util/inspect", "node:internal/console/constructor", cell],
    "willing",
  ],
  [
    "timers that are being set",
    ["node:internal/timers", "node:timers", cell],
    "tender",
  ],
  [
    "a pool that takes a task",
    ["/romanesco/dist/lib/index.js", cell],
    "tender",
  ],
  ["ticks between cells", ["node:internal/process/task_queues"], "tender"],
  ["a deep value that is shown", ["node:internal/util/inspect"], "willing"],
  ["no code", [], "free"],
])("%s: %o is %s", (_, files, expected) => {
  expect(placeOf(files, (file) => file.includes("/lib/"))).toBe(expected);
});

test("code that holds still goes on when no termination comes, and is asked anew", () => {
  const { control } = createRing();
  holdStill(control, "willing");
  const tender = Atomics.load(control, cutSlot);
  Atomics.store(control, cutSlot, 0);
  holdStill(control, "tender");
  expect(Atomics.load(control, cutSlot)).toBe(tender);
});
