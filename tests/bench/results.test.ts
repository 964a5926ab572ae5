import { expect, test } from "vitest";

// The benchmark's own programs are JavaScript, which runs without being built.
const { at, findNoisy, judge } = await import("./results.js" as string);
const { toMarkdown } = await import("./table.js" as string);

const echo = {
  name: "echo",
  title: "echo",
  unit: "ms",
  percentile: 50,
  samples: { ours: [1, 2, 3], theirs: [2, 4, 6] },
  absent: { mute: "says nothing" },
};
const checked = { ...echo, name: "checked", title: "checked echo" };
checked.samples = { ours: [3, 6, 9], theirs: [] };
const result = {
  title: "Kernels",
  contenders: ["ours", "theirs", "mute"],
  rounds: 3,
  machine: "A machine",
  others: 0,
  measures: [echo, checked],
  floors: [],
};

test("a percentile lies between its neighbours by proportion", () => {
  expect(at([4, 1, 3, 2], 50)).toBe(2.5);
  expect(at([4, 1, 3, 2], 0)).toBe(1);
  expect(at([4, 1, 3, 2], 100)).toBe(4);
  expect(at([7], 99)).toBe(7);
});

test.each([
  [{ measure: "echo", peer: "theirs", most: 0.5 }, 0.5, true],
  [{ measure: "echo", peer: "theirs", most: 0.49 }, 0.5, false],
  [{ measure: "echo", most: 1.9 }, 2, false],
  [{ measure: "checked", peer: "theirs", beside: "echo", most: 2 }, 1.5, true],
  [{ measure: "checked", peer: "ours", beside: "echo", most: 2 }, 3, false],
])("a floor is met or missed: %j", (floor, value, met) => {
  const verdict = judge(result, { contender: "ours", ...floor });
  expect(verdict).toMatchObject({ value, met, most: floor.most });
});

test("a floor is not judged by what was not measured", () => {
  const of = (floor: object) => judge(result, { contender: "ours", ...floor });
  expect(of({ measure: "checked", peer: "theirs", most: 1 })).toBeUndefined();
  expect(of({ measure: "none", most: 1 })).toBeUndefined();
  expect(of({ measure: "echo", peer: "mute", most: 1 })).toBeUndefined();
});

test("the table has every figure, the reason where there is none, and marks what was missed", () => {
  const floors = [
    { contender: "ours", measure: "echo", peer: "theirs", most: 0.6 },
    { contender: "ours", measure: "checked", most: 5 },
  ];
  expect(toMarkdown({ ...result, floors })).toBe(`## Kernels

A machine. 3 rounds, one contender after the other in each. The machine was calm.

| median [middle half] | ours | theirs | mute |
| --- | --- | --- | --- |
| echo, ms | 2 [1.5, 2.5] | 4 [3, 5] | says nothing |
| checked echo, ms | 6 [4.5, 7.5] |  | says nothing |

| asked for | found | at most |
| --- | --- | --- |
| ours: echo / theirs | 0.5 | 0.6 |
| ours: checked echo, ms | **6, missed** | 5 |

`);
});

test("noise is said: other programs, and figures that lie far apart", () => {
  const spread = { ...echo, samples: { ours: [1, 10, 100] } };
  expect(findNoisy({ measures: [echo, spread] })).toEqual([spread]);
  const text = toMarkdown({ ...result, measures: [spread], others: 0.7 });
  expect(text).toContain("Other programs kept 0.7 cores busy");
  expect(text).toContain("Widely spread: echo.");
});
