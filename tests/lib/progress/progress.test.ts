import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Notebook } from "../../../lib/notebook.ts";
import { progress } from "../../../lib/progress/progress.ts";

const key = Symbol.for("romanesco.notebook");
const globals = globalThis as unknown as Record<symbol, unknown>;

let shown: { id: string; update: boolean; text: string; html: string }[];
let interrupt: (cells: readonly number[]) => void;

beforeEach(() => {
  shown = [];
  vi.useFakeTimers({ toFake: ["performance"] });
  globals[key] = {
    currentCell: 1,
    display: (data, options) =>
      shown.push({
        id: options?.displayId ?? "",
        update: options?.update ?? false,
        text: String(data["text/plain"]),
        html: String(data["text/html"]),
      }),
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => undefined;
    },
  } satisfies Partial<Notebook>;
});
afterEach(() => {
  vi.useRealTimers();
  delete globals[key];
});

test("gives the items and ends full, with rate and time", () => {
  const seen = [];
  for (const item of progress(["a", "b"], { label: "letters" })) {
    vi.advanceTimersByTime(500);
    seen.push(item);
  }
  expect(seen).toEqual(["a", "b"]);
  expect(shown.at(-1)?.text).toBe(
    `letters  [${"#".repeat(24)}]  100 %  2/2, 2.0/s, 1.0 s`,
  );
  expect(shown.at(-1)?.html).toContain(
    '<progress max="2" value="2" aria-label="letters"',
  );
});

test("keeps its numbers on one line in a narrow column, where the bar becomes shorter", () => {
  for (const _ of progress(["a", "b"])) vi.advanceTimersByTime(500);
  const html = String(shown.at(-1)?.html);
  expect(html).toContain('<span style="white-space:nowrap">100 %</span>');
  expect(html).toMatch(/<progress [^>]*min-width:4em/);
});

test("draws in one place, at most ten times a second", () => {
  for (const _ of progress(Array(10_000))) vi.advanceTimersByTime(0.1);
  expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
  expect(shown.map(({ update }) => update).indexOf(true)).toBe(1);
  expect(shown.length).toBeLessThanOrEqual(12);
  expect(shown.length).toBeGreaterThanOrEqual(10);
});

test("says how long it will still take", () => {
  const bar = progress(4);
  vi.advanceTimersByTime(2000);
  bar.advance();
  expect(shown.at(-1)?.text).toMatch(
    /25 % {2}1\/4, 0\.50\/s, 2\.0 s, 6\.0 s left$/,
  );
  bar.finish();
});

test("leaves a bar marked as stopped after break, error and interrupt", () => {
  for (const item of progress([1, 2, 3])) if (item === 2) break;
  expect(shown.at(-1)?.text).toMatch(/33 % .*stopped$/);

  expect(() => {
    for (const _ of progress([1])) throw new Error("no");
  }).toThrow("no");
  expect(shown.at(-1)?.text).toMatch(/0 % .*stopped$/);

  progress(10).advance(5);
  interrupt([1]);
  expect(shown.at(-1)?.text).toMatch(/50 % .*stopped$/);
});

test("draws an inner bar below the outer one and takes it away when it is done", () => {
  for (const _ of progress([1, 2], { label: "outer" }))
    for (const _ of progress([1, 2], { label: "inner" }))
      vi.advanceTimersByTime(200);
  expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
  expect(shown.some(({ text }) => /outer.*\ninner/.test(text))).toBe(true);
  expect(shown.at(-1)?.text).toMatch(/^outer.*100 %[^\n]*$/);
});

test("starts a new place for the next loop", () => {
  for (const _ of progress([1])) void 0;
  for (const _ of progress([1])) void 0;
  expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
});

test("counts without a total where nobody knows it", async () => {
  async function* rows() {
    yield 1;
    yield 2;
  }
  for await (const _ of progress(rows())) vi.advanceTimersByTime(100);
  expect(shown[0]?.html).toContain('<progress aria-label="progress"');
  expect(shown.at(-1)?.text).toBe("2, 10/s, 0.2 s");
});

test("is full when there is nothing to do", () => {
  for (const _ of progress([])) void 0;
  expect(shown.at(-1)?.text).toMatch(/100 % {2}0\/0/);
});

test("writes labels as text, not as HTML", () => {
  progress(1, { label: "<b>x</b>" }).finish();
  expect(shown.at(-1)?.html).toContain("&lt;b&gt;x&lt;/b&gt;");
});

test("refuses a total that is no amount", () => {
  expect(() => progress(-1)).toThrow(/zero or more/);
  expect(() => progress(NaN)).toThrow(/zero or more/);
});

test("goes through the numbers up to a total, and says when a loop leaves early", () => {
  expect([...progress(3)]).toEqual([0, 1, 2]);
  expect(shown.at(-1)?.text).toMatch(/3\/3/);
  for (const turn of progress(5)) if (turn === 2) break;
  expect(shown.at(-1)?.text).toMatch(/40 % .*stopped$/);
  expect([...progress(0)]).toEqual([]);
});

test("shows soon what came right after it was drawn", async () => {
  const bar = progress(10);
  bar.advance(3);
  expect(shown.at(-1)?.text).toMatch(/0\/10/);
  await expect.poll(() => shown.at(-1)?.text).toMatch(/3\/10/);
  bar.finish();
});
