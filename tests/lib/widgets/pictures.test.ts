import { afterEach, expect, test, vi } from "vitest";
import { Page } from "./page.ts";

const paint = vi.hoisted(() => ({
  next: [] as Promise<Uint8Array>[],
  count: 0,
}));
vi.mock("../../../lib/plots/png.ts", () => ({
  renderPng() {
    paint.count++;
    return paint.next.shift() ?? Promise.resolve(new Uint8Array([1]));
  },
}));
const { LiveOutputs } = await import("../../../lib/widgets/live-outputs.ts");

afterEach(() => void vi.useRealTimers());

const page = new Page();
const notebook = (globalThis as Record<symbol, unknown>)[
  Symbol.for("romanesco.notebook")
] as ConstructorParameters<typeof LiveOutputs>[0];
const figure = { "application/vnd.plotly.v1+json": { data: [], layout: {} } };
const options = { metadata: {}, update: false };

function withResolvers() {
  let resolve!: (png: Uint8Array) => void;
  const promise = new Promise<Uint8Array>((done) => (resolve = done));
  return { promise, resolve };
}

test("a figure that changes hands while it is painted has its picture all the same", async () => {
  const outputs = new LiveOutputs(notebook);
  const { promise, resolve } = withResolvers();
  paint.next = [promise];
  outputs.sink.display(figure, options);
  outputs.sink.stream("stdout", "and a line");
  await expect.poll(() => page.shown.length).toBe(2);
  resolve(new Uint8Array([1]));
  await outputs.settled();
  expect(JSON.stringify(page.shown.at(-1)!.data)).toContain("image/png");
});

test("a figure gets its picture after a Stop that cut the painting of the one before", async () => {
  const outputs = new LiveOutputs(notebook);
  paint.next = [new Promise(() => {})];
  outputs.sink.display(figure, options);
  page.stop();
  const run = outputs.begin();
  run.display(figure, options);
  run.end();
  await outputs.settled();
  expect(JSON.stringify(page.shown.at(-1)!.data)).toContain("image/png");
});

test("a figure that moves is shown as often as a page draws, and painted when it comes and once it stands still", async () => {
  vi.useFakeTimers();
  const outputs = new LiveOutputs(notebook);
  const shownBefore = page.shown.length;
  const paintedBefore = paint.count;
  const painted = () => paint.count - paintedBefore;
  for (let ms = 0; ms < 1000; ms++) {
    const run = outputs.begin();
    run.display(figure, options);
    run.end();
    await vi.advanceTimersByTimeAsync(1);
  }
  const shown = page.shown.length - shownBefore;
  expect(shown).toBeGreaterThan(50);
  expect(shown).toBeLessThan(70);
  expect(painted()).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(painted()).toBe(2);
  expect(JSON.stringify(page.shown.at(-1)!.data)).toContain("image/png");
});
