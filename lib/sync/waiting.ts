import { isMainThread } from "node:worker_threads";
import { StateError } from "../pool/errors.ts";
import { findNotebook } from "../notebook.ts";
import { deadlineIn, type Deadline } from "../timing/clock.ts";

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
      "waiting here would stop the notebook; use the method that gives a promise, with await",
    );
  }
  const left = deadline - performance.now();
  return left > 0 && Atomics.wait(cells, index, value, left) !== "timed-out";
}

/** The same without blocking the thread. */
export async function pause(
  cells: Int32Array,
  index: number,
  value: number,
  deadline: Deadline,
): Promise<boolean> {
  const left = deadline - performance.now();
  if (left <= 0) return false;
  const wait = waitAsync(cells, index, value, left);
  if (!wait.async) return wait.value !== "timed-out";
  // Node may end a program while such a promise is open; a timer keeps it alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  try {
    return (await wait.value) !== "timed-out";
  } finally {
    clearInterval(alive);
  }
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
