import { isMainThread } from "node:worker_threads";
import { StateError } from "../errors.ts";
import { findNotebook } from "../notebook.ts";
import { deadlineIn, type Deadline } from "../platform/clock.ts";
import type { Asker } from "./asker.ts";

/** Waiting for a number in shared memory to change: blocking the thread, or with a promise. */

export { deadlineIn, type Deadline };

/**
 * Blocks while `cells[index]` is `value`. It may come back early; look again.
 * @returns false once the deadline has passed
 * @throws StateError in a notebook's own thread, where it would stop everything, the workers' answers included
 */
export function block(
  cells: Int32Array,
  index: number,
  value: number,
  deadline: Deadline,
): boolean {
  if (isMainThread && findNotebook() !== undefined) {
    throw new StateError(
      "this would block the notebook; use the asynchronous method instead and await it",
    );
  }
  const left = deadline - performance.now();
  return left > 0 && Atomics.wait(cells, index, value, left) !== "timed-out";
}

/**
 * The same without blocking the thread.
 * @param asker who waits; when it ends, this gives false, and a notification meant for it goes to the next in line
 */
export async function pause(
  cells: Int32Array,
  index: number,
  value: number,
  deadline: Deadline,
  asker: Asker,
): Promise<boolean> {
  const left = deadline - performance.now();
  if (left <= 0 || asker.ended) return false;
  const wait = waitAsync(cells, index, value, left);
  if (!wait.async) return wait.value !== "timed-out";
  // Node may end a program while such a promise is open; a timer keeps it alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  let takeOff: (() => void) | undefined;
  const ended = new Promise<"ended">((resolve) => {
    takeOff = asker.onEnd(() => resolve("ended"));
  });
  try {
    const outcome = await Promise.race([wait.value, ended]);
    if (asker.ended) passOn(wait.value, cells, index);
    return outcome === "ok" && !asker.ended;
  } finally {
    takeOff?.();
    clearInterval(alive);
  }
}

/** The wait itself cannot be called off: what wakes it later was meant for another. */
function passOn(
  wait: Promise<"ok" | "timed-out">,
  cells: Int32Array,
  index: number,
): void {
  void wait.then((how) => {
    if (how === "ok") Atomics.notify(cells, index, 1);
  });
}

type WaitAsync = (
  cells: Int32Array,
  index: number,
  value: number,
  timeoutMs: number,
) =>
  | { async: false; value: "not-equal" | "timed-out" }
  | { async: true; value: Promise<"ok" | "timed-out"> };

// In every Node since 16; in TypeScript's own types from ES2024 on.
const { waitAsync } = Atomics as unknown as { waitAsync: WaitAsync };
