import { expect, test, vi } from "vitest";
import { Page } from "./page.ts";

const paint = vi.hoisted(() => ({ next: [] as Promise<Uint8Array>[] }));
vi.mock("../../../lib/plots/png.ts", () => ({
  renderPng: () => paint.next.shift() ?? Promise.resolve(new Uint8Array([1])),
}));
const { LiveOutputs } = await import("../../../lib/widgets/live-outputs.ts");

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
