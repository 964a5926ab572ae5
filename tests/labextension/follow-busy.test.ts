import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followBusy } from "../../kernel/front-end/lab/follow-busy.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A status, and what was shown of it. */
function follow() {
  let say!: (isBusy: boolean) => void;
  const shown: boolean[] = [];
  const busySignal = {
    connect: (slot: (sender: unknown, isBusy: boolean) => void) =>
      void (say = (isBusy) => slot(undefined, isBusy)),
  };
  followBusy({ busySignal }, (isBusy) => shown.push(isBusy));
  return { say, shown };
}

test("a kernel that answers one short message after another is not shown as busy", () => {
  const { say, shown } = follow();
  for (let message = 0; message < 100; message++) {
    say(true);
    vi.advanceTimersByTime(50);
    say(false);
    vi.advanceTimersByTime(5);
  }
  vi.advanceTimersByTime(10_000);
  expect(shown).toEqual([]);
});

test("a kernel that stays busy is shown once, also between two cells of one run", () => {
  const { say, shown } = follow();
  say(true);
  vi.advanceTimersByTime(1000);
  say(false);
  vi.advanceTimersByTime(5);
  say(true);
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([true]);
  say(false);
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([true, false]);
});
