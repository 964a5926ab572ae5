import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { figure } from "../../../lib/plots/figure.ts";
import type { FigureJson } from "../../../lib/plots/figure-json.ts";
import { NeedsBrowserError } from "../../../lib/plots/png/errors.ts";
import { findPlace, Place } from "../../../lib/plots/place.ts";

interface Sent {
  y: unknown;
  png: unknown;
  update: boolean | undefined;
}

let sent: Sent[];
let work: Promise<unknown>[];
let painted: unknown[];
let place: Place;
let stop: () => void;

/** Nobody presses Stop. */
const onInterrupt = () => () => undefined;

const bars = (y: number) => figure([{ type: "bar", y: [y] }]);
const heightOf = (json: unknown) =>
  (json as { data: { y: number[] }[] }).data[0]?.y[0];

beforeEach(() => {
  vi.useFakeTimers();
  [sent, work, painted] = [[], [], []];
  const notebook = {
    onInterrupt: (stopped: (cells: number[]) => void) => {
      stop = () => stopped([1]);
      return () => undefined;
    },
    pending: (each: Promise<unknown>) => void work.push(each),
    display: (
      data: Record<string, unknown>,
      options?: { update?: boolean; beside?: Record<string, unknown> },
    ) =>
      void sent.push({
        y: heightOf(options?.beside?.["application/vnd.plotly.v1+json"]),
        png: data["image/png"],
        update: options?.update,
      }),
  };
  // A picture of bar n is the byte n.
  const paint = async (json: FigureJson) => {
    painted.push(heightOf(json));
    await new Promise((resolve) => setTimeout(resolve, 200));
    return Uint8Array.of(heightOf(json) as number);
  };
  place = new Place(notebook, "id", paint);
});
afterEach(() => vi.useRealTimers());

const picture = (y: number) => Buffer.of(y).toString("base64");

test("shows a figure at once and its picture before the cell may be idle", async () => {
  place.show(bars(1));
  expect(sent).toEqual([{ y: 1, png: undefined, update: false }]);
  await vi.advanceTimersByTimeAsync(200);
  await Promise.all(work);
  expect(sent[1]).toEqual({ y: 1, png: picture(1), update: true });
  expect(sent).toHaveLength(2);
});

test("follows a moving figure ten times a second and paints it when it stands still", async () => {
  for (let i = 0; i < 100; i++) {
    place.show(bars(i));
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(2000);
  await Promise.all(work);
  expect(sent.length).toBeLessThanOrEqual(14);
  expect(sent.length).toBeGreaterThanOrEqual(10);
  expect(sent.at(-1)).toEqual({ y: 99, png: picture(99), update: true });
  expect(sent.filter(({ png }) => png)).toHaveLength(1);
  expect(painted.length).toBeLessThanOrEqual(3);
});

test("after a Stop that cut the painting, or the wait for a figure to stand still, the next figure gets its picture", async () => {
  place.show(bars(1), true);
  // The stopped cell's timers never come.
  vi.clearAllTimers();
  stop();
  place.show(bars(2));
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.at(-1)).toEqual({ y: 2, png: picture(2), update: true });
  place.show(bars(3));
  vi.clearAllTimers();
  stop();
  place.show(bars(4));
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.at(-1)).toEqual({ y: 4, png: picture(4), update: true });
});

test("ends with the last figure also when no picture can be made of it", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const ys: unknown[] = [];
  const broken = new Place(
    {
      onInterrupt,
      pending: () => undefined,
      display: (_, options) =>
        void ys.push(heightOf(Object.values(options?.beside ?? {})[0])),
    },
    "id",
    () => Promise.reject(new Error("no browser here")),
  );
  broken.show(bars(1));
  broken.show(bars(2));
  await vi.runAllTimersAsync();
  expect(ys).toEqual([1, 2]);
  expect(warn).toHaveBeenCalledWith("The figure has no PNG: no browser here");
  warn.mockRestore();
});

test("takes the room of what stands in its place, and opens it anew when it is displayed again", () => {
  const updates: unknown[] = [];
  const notebook = {
    onInterrupt,
    pending: () => undefined,
    display: (_data: object, options?: { update?: boolean }) =>
      void updates.push(options?.update),
  };
  findPlace(notebook, { displayId: "room", update: true }).move(bars(1));
  vi.advanceTimersByTime(100);
  findPlace(notebook, { displayId: "room" }).move(bars(2));
  vi.advanceTimersByTime(100);
  findPlace(notebook, { displayId: "room", update: true }).move(bars(3));
  expect(updates).toEqual([true, false, true]);
});

test("says nothing of a figure that only a browser can draw", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const cube = new Place(
    {
      onInterrupt,
      pending: (work) => void work.then(),
      display: () => undefined,
    },
    "cube",
    () => Promise.reject(new NeedsBrowserError("scatter3d")),
  );
  cube.show(bars(1));
  await vi.runAllTimersAsync();
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test("writes a figure for the page once, and its process paints meanwhile", async () => {
  const figures: unknown[] = [];
  const order: string[] = [];
  const notebook = {
    onInterrupt,
    pending: (each: Promise<unknown>) => void work.push(each),
    display: (
      _: object,
      { beside }: { beside?: Record<string, unknown> } = {},
    ) => {
      order.push("sent");
      figures.push(beside);
    },
  };
  const paint = async () => {
    order.push("painting");
    return Uint8Array.of(1);
  };
  new Place(notebook, "id", paint).show(bars(1));
  await Promise.all(work);
  expect(order).toEqual(["painting", "sent", "sent"]);
  expect(figures[1]).toBe(figures[0]);
});
