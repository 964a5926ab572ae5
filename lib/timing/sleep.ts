import { after } from "../platform/clock.ts";

/**
 * Resolves after `seconds`; other work goes on meanwhile. It is Python's asyncio.sleep: time.sleep would block the thread.
 * @throws RangeError for a negative number or none
 */
export async function sleep(seconds: number): Promise<void> {
  if (typeof seconds !== "number" || !(seconds >= 0)) {
    throw new RangeError(
      `sleep needs a non-negative number of seconds; got ${String(seconds)}`,
    );
  }
  // One that sleeps for ever keeps its program going, too.
  const finite = Math.min(seconds, Number.MAX_SAFE_INTEGER);
  await new Promise<void>((resolve) => void after(finite, resolve));
}
