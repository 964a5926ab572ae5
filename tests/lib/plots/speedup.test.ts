import fc from "fast-check";
import { expect, test } from "vitest";
import { amdahl, fitSerialPart, speedup } from "../../../lib/plots/speedup.ts";
import { runs } from "../../support/runs.ts";

test("finds the serial part that made the speed-ups", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
      const workers = [1, 2, 4, 8];
      const gains = workers.map((n) => amdahl(n, part));
      expect(fitSerialPart(workers, gains)).toBeCloseTo(part, 9);
    }),
    runs,
  );
});

test("calls more than ideal speed-ups a serial part of zero", () => {
  expect(fitSerialPart([1, 2], [1, 2.5])).toBe(0);
});

test("compares with one worker, in order of workers", () => {
  const shown = speedup([
    { workers: 4, seconds: 1 },
    { workers: 1, seconds: 3 },
  ]);
  expect(shown.data[2]).toMatchObject({ x: [1, 4], y: [1, 3] });
  expect(shown.data[0]).toMatchObject({ name: "ideal", y: [1, 4] });
});

test("compares with the serial time where that is given", () => {
  const shown = speedup([{ workers: 2, seconds: 1 }], { serial: 1.5 });
  expect(shown.data[2]).toMatchObject({ x: [2], y: [1.5] });
});

test("labels only points whose label would lie on no line", () => {
  const [, , measured] = speedup([
    { workers: 1, seconds: 2.1 },
    { workers: 2, seconds: 1.16 },
    { workers: 3, seconds: 1.3 },
    { workers: 4, seconds: 1.2 },
  ]).data as { text: string[] }[];
  expect(measured?.text).toEqual(["", "", "1.62 ×", ""]);
});

test("asks for a time to compare with", () => {
  expect(() => speedup([{ workers: 2, seconds: 1 }])).toThrow(
    /measure one worker too, or give \{ serial: seconds \}/,
  );
});

test("draws a guess as a diamond at the most workers", () => {
  const points = [
    { workers: 1, seconds: 3 },
    { workers: 4, seconds: 1 },
  ];
  const shown = speedup(points, { guess: 3.5 });
  expect(shown.data[3]).toMatchObject({ name: "your guess", x: [4], y: [3.5] });
  expect(shown.description).toMatch(/guessed 3\.5$/);
  expect(speedup(points).data).toHaveLength(3);
});
