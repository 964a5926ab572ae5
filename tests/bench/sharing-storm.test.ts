// A few seconds of it with the other tests; `make soak` has ten minutes, a new storm every ten seconds.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { until, workerProcesses } from "../lib/support/children.ts";
import { storm } from "../lib/support/storm.ts";

const seconds = Number(process.env["SOAK_SECONDS"] ?? 4);
const seed = Number(process.env["SOAK_SEED"] ?? 1);
const longestStorm = 10;
const mostGrowthBytes = 20e6;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

afterEach(async () => {
  vi.restoreAllMocks();
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

function heldBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

describe.each([["Process"], ["Thread"]] as const)("a storm of a %s", (kind) => {
  test(
    "that dies, and another, leaves no lock held, no item twice or lost, and no memory taken",
    { timeout: seconds * 3000 + 60_000 },
    async () => {
      // The word about each lock that came free.
      vi.spyOn(console, "error").mockImplementation(() => undefined);
      const end = performance.now() + seconds * 1000;
      let held: number | undefined;
      for (let round = seed; round === seed || performance.now() < end;) {
        const damage = await storm(
          kind,
          Math.min(seconds, longestStorm),
          round,
        );
        expect(damage, `with the seed ${round}`).toMatchObject({
          twice: 0,
          lost: 0,
          together: 0,
          gaps: 0,
          lockHeld: false,
          placeTaken: false,
        });
        expect(damage.workers).toBeGreaterThan(0);
        held ??= heldBytes();
        round += 1;
      }
      expect(heldBytes() - (held ?? 0)).toBeLessThan(mostGrowthBytes);
    },
  );
});
