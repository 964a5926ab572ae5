import type { Session } from "node:inspector";
import { expect, test } from "vitest";
import {
  Cutter,
  holdStill,
  type Place,
  placeOf,
} from "../../../kernel/interpreter/runtime/cut.ts";
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

/** V8's session, in whose code an evaluation finds this place; without one it comes to no answer. */
function sessionAt(control: Int32Array, place: Place | undefined) {
  const posted: string[] = [];
  const post = (method: string, _params?: object, answered?: () => void) => {
    posted.push(method);
    if (method !== "Runtime.evaluate") return;
    if (place) holdStill(control, place);
    answered?.();
  };
  return { session: { post } as unknown as Session, posted };
}

const cut = "Runtime.terminateExecution";

test("code that is at a tender place is asked again, and not cut", async () => {
  const { control } = createRing();
  const { session, posted } = sessionAt(control, "tender");
  const cutter = new Cutter(control, session);
  expect(await cutter.cut(5, false)).toBe(false);
  expect(await cutter.cut(5, false)).toBe(false);
  expect(posted).not.toContain(cut);
  const asked = posted.filter((method) => method === "Runtime.evaluate").length;
  expect(cutter.refusals).toBe(asked);
});

test("code that does not answer has refused nothing, however often it is asked", async () => {
  const { control } = createRing();
  const session = { post: () => undefined } as unknown as Session;
  const cutter = new Cutter(control, session);
  for (let round = 0; round < 3; round++)
    expect(await cutter.cut(2, false)).toBe(false);
  expect(cutter.refusals).toBe(0);
});

test("a thread that runs no code is left to take the Stop itself", async () => {
  const { control } = createRing();
  const { session, posted } = sessionAt(control, "free");
  expect(await new Cutter(control, session).cut(5, true)).toBe(true);
  expect(posted).not.toContain(cut);
});

test("code that can give no answer is cut the next time", async () => {
  const { control } = createRing();
  const { session, posted } = sessionAt(control, undefined);
  const cutter = new Cutter(control, session);
  expect(await cutter.cut(5, false)).toBe(false);
  expect(posted).not.toContain(cut);
  expect(await cutter.cut(5, false)).toBe(true);
  expect(posted).toContain(cut);
});
