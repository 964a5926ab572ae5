import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Pool, PoolOptions } from "../../../lib/index.ts";
import { checkPoolCalls } from "../pool/pool-calls-contract.ts";
import { checkPool } from "../pool/pool-contract.ts";
import { startCluster } from "../support/cluster.ts";
import { library, libraryFile, tasks } from "../support/library.ts";

const server = await startCluster({ hosts: 1, workers: 2 });
const cluster = await server.connect();

afterAll(async () => {
  await cluster.close();
  await server.end();
});

checkPool(
  "Pool on a cluster",
  (options) => new library.Pool({ ...options, on: cluster }),
);

describe("a Pool on a cluster", () => {
  const made: Pool[] = [];
  const start = (options: number | PoolOptions): Pool => {
    const chosen = typeof options === "number" ? { workers: options } : options;
    const pool = new library.Pool({ ...chosen, on: cluster });
    made.push(pool);
    return pool;
  };

  afterEach(async () => {
    for (const pool of made.splice(0)) {
      pool.terminate();
      await pool.join();
    }
  });

  checkPoolCalls(start);

  test("has as many workers as the cluster, or as few as it was asked for", () => {
    expect(inspect(start({}))).toBe("Pool(2 workers of a cluster, open)");
    expect(start(1).workers).toBe(1);
    expect(start(50).workers).toBe(2);
  });

  test("carries code, captured data and results that are too large for a message", async () => {
    const pool = start(2);
    const numbers = new Float64Array(2_000_000).fill(2);
    expect(await pool.apply(tasks.sumOf, [numbers])).toBe(4_000_000);
    const huge = await pool.apply(tasks.returnHuge, [2_000_000]);
    expect(huge.length).toBe(2_000_000);
    expect(huge.every((each) => each === 1)).toBe(true);
  });

  test("refuses by name what memory shares, and says what to do instead", async () => {
    const pool = start(1);
    const lock = new library.Lock();
    await expect(pool.apply(tasks.same<unknown>, [[lock]])).rejects.toThrow(
      /a Lock lives on this machine.*pool without `on`/,
    );
    const cells = new Int32Array(new SharedArrayBuffer(4));
    await expect(pool.apply(tasks.same, [cells])).rejects.toThrow(
      /shared memory, which ends at the edge of a machine/,
    );
  });

  test("tells of each task which machine ran it, on this one's clock", async () => {
    const pool = start(2);
    await pool.map(tasks.spin, [5, 5, 5]);
    const known = cluster.hosts[0]!;
    expect(known).toMatchObject({ host: "host-1", slots: 2, alive: true });
    expect(known.clockError).toBeGreaterThan(0);
    // In ms; on a busy machine a way there and back takes long.
    const slack = Math.max(0.01, known.clockError / 1000);
    for (const { host, queued, started, ended } of pool.timeline()) {
      expect(host).toBe("host-1");
      expect(started).toBeGreaterThan(queued - slack);
      expect(ended - started).toBeGreaterThanOrEqual(0.0049);
    }
  });

  test("has no threads of its own, and takes no cluster that is none", () => {
    expect(() => start({ threads: true })).toThrow(/leave out threads, or on/);
    const on = {} as never;
    expect(() => new library.Pool({ on })).toThrow("on must be a cluster");
  });
});

test("without a cluster nothing of its client is loaded", () => {
  const text = readFileSync(libraryFile, "utf8");
  const chunks = [...text.matchAll(/from "\.\/(chunk-[\w-]+\.js)"/g)];
  expect(chunks.length).toBeGreaterThan(0);
  for (const [, chunk] of chunks)
    expect(
      readFileSync(libraryFile.replace("index.js", chunk!), "utf8"),
    ).not.toContain("@nats-io");
});
