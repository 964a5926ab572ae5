import { expect, test } from "vitest";
import { library, tasks } from "../support/library.ts";

test.each([{ threads: true }, { threads: false }])(
  "a timeline holds when the times of day of processes have parted (%o)",
  async ({ threads }) => {
    const pool = new library.Pool({ workers: 1, threads });
    await pool.apply(tasks.partClocks, [17]);
    await pool.apply(tasks.square, [2]);
    const [first, second] = pool.timeline();
    expect(second!.started).toBeGreaterThanOrEqual(first!.ended);
    expect(second!.started).toBeGreaterThanOrEqual(second!.queued);
    await pool.close();
    await pool.join();
  },
);
