import { setTimeout } from "node:timers/promises";

/**
 * Resolves after `seconds`; other work goes on meanwhile. Follows Python's time.sleep, but must be awaited.
 * @throws RangeError for a negative number or none
 */
export async function sleep(seconds: number): Promise<void> {
  if (!(seconds >= 0)) {
    throw new RangeError(
      `sleep takes seconds from 0 up; got ${String(seconds)}`,
    );
  }
  await setTimeout(seconds * 1000);
}
