import { expect, test } from "vitest";
import { Stop } from "../../../kernel/interpreter/host/stop.ts";
import type { Outcome } from "../../../kernel/interpreter/interpreter.ts";

const failed: Outcome = {
  status: "error",
  name: "Error",
  message: "Command failed: sleep 60",
  traceback: ["Error: Command failed: sleep 60", "    at cell [1]:1:1"],
};

test("a cell that fails while it is being stopped, or ends with the process that it waited for, was interrupted", () => {
  const asked: number[] = [];
  const stop = new Stop({
    ask: (request) => void asked.push(request),
    taken() {},
    over() {},
    stubborn() {},
  });
  const ended = (cell: number, outcome: Outcome, unheard = false) =>
    stop.outcomeOf({ cell, outcome, unheard });
  expect(ended(1, failed)).toBe(failed);
  void stop.press([1]);
  expect(ended(1, failed)).toMatchObject({
    name: "Interrupted",
    traceback: [
      "Interrupted: the cell was stopped; its variables are kept",
      ...failed.traceback,
    ],
  });
  const ok: Outcome = { status: "ok" };
  expect(ended(1, ok)).toBe(ok);
  expect(ended(1, ok, true)).toMatchObject({ name: "Interrupted" });
  expect(ended(2, failed, true)).toBe(failed);
  stop.over(asked[0]!);
  expect(ended(1, failed)).toBe(failed);
  expect(ended(1, ok, true)).toBe(ok);
});
