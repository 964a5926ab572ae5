// Three seconds of it with the other tests; `make soak` has ten minutes, a new storm every ten seconds.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { until, workerProcesses } from "../lib/support/children.ts";
import { taskStorm } from "../lib/support/task-storm.ts";

const seconds = Number(process.env["SOAK_SECONDS"] ?? 1.5);
const firstSeed = Number(process.env["SOAK_SEED"] ?? 1);
const longestStorm = 10;
const mostGrowthBytes = 20e6;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heldBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

test.each(["processes", "threads"] as const)(
  "a storm of tasks on %s that throw, die, are late, aborted, cancelled loses none, runs none twice and leaves nothing behind",
  { timeout: seconds * 3000 + 60_000 },
  async (kind) => {
    // The word about each lock that came free.
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const end = performance.now() + seconds * 1000;
    let held: number | undefined;
    let seed = firstSeed;
    do {
      const damage = await taskStorm(
        kind,
        Math.min(seconds, longestStorm),
        seed,
      );
      expect(damage, `with the seed ${seed}`).toMatchObject({
        twice: 0,
        unrun: 0,
        wrong: [],
        items: 0,
        lockHeld: false,
      });
      expect(damage.tasks).toBeGreaterThan(0);
      await until(
        () => workerProcesses().length === 0,
        `the end of all workers of the seed ${seed}`,
      );
      held ??= heldBytes();
      seed += 1;
    } while (performance.now() < end);
    expect(heldBytes() - held).toBeLessThan(mostGrowthBytes);
  },
);
