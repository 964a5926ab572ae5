import { ConflatableMessage, MessageLoop } from "@lumino/messaging";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawSeldom } from "../../kernel/front-end/lab/draw-seldom.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A part of a page that shows a state, and all that it has shown. */
function part() {
  const drawn: string[] = [];
  let state = "";
  const item = {
    isDisposed: false,
    update: () =>
      MessageLoop.sendMessage(item, new ConflatableMessage("update-request")),
    processMessage: () => void drawn.push(state),
  };
  drawSeldom(item);
  const become = (next: string) => {
    state = next;
    item.update();
  };
  return { item, drawn, become };
}

test("what changes after a pause is drawn at once, and then the last of all changes", () => {
  const { drawn, become } = part();
  become("busy");
  expect(drawn).toEqual(["busy"]);
  become("idle");
  vi.advanceTimersByTime(1000);
  expect(drawn).toEqual(["busy", "idle"]);
});

test("what changes all the time is drawn a few times a second", () => {
  const { drawn, become } = part();
  for (let message = 0; message < 60; message++) {
    become("busy");
    vi.advanceTimersByTime(10);
    become("idle");
    vi.advanceTimersByTime(6);
  }
  vi.advanceTimersByTime(1000);
  expect(drawn.length).toBeLessThan(6);
  expect(drawn.at(-1)).toBe("idle");
});

test("what is gone is drawn no more", () => {
  const { item, drawn, become } = part();
  become("busy");
  become("idle");
  item.isDisposed = true;
  vi.advanceTimersByTime(1000);
  expect(drawn).toEqual(["busy"]);
});
