import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RateLimit } from "../../../../kernel/server/services/rate-limit.ts";

const MB = 1024 * 1024;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a large output that comes to a quiet page keeps nobody waiting, the next one does", () => {
  const pace = new RateLimit();
  pace.spend(8 * MB);
  expect(pace.waitMs).toBeLessThan(10);
  pace.spend(8 * MB);
  expect(pace.waitMs).toBeGreaterThan(900);
  expect(pace.waitMs).toBeLessThanOrEqual(1000);
});

test("small ones keep nobody waiting until they are many", () => {
  const pace = new RateLimit();
  for (let sent = 0; sent < 600; sent++) pace.spend(100);
  expect(pace.waitMs).toBe(0);
  for (let sent = 0; sent < 300; sent++) pace.spend(100);
  expect(pace.waitMs).toBeGreaterThan(0);
  vi.advanceTimersByTime(10_000);
  expect(pace.waitMs).toBe(0);
});
