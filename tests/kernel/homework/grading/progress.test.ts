import { expect, test } from "vitest";
import { GradingProgress } from "../../../../kernel/homework/grading/progress.ts";

test("says how much time is left once it can tell, and what is kept when it is stopped", () => {
  let now = 0;
  const progress = new GradingProgress(100, () => now);
  const grade = () => {
    now += 30_000;
    return [progress.next(), progress.left];
  };
  expect(progress.left).toBe("");
  const all = Array.from({ length: 100 }, grade);
  expect(all[0]).toEqual(["1/100", ""]);
  expect(all[9]).toEqual(["10/100", ", about 45 minutes left"]);
  expect(all[98]).toEqual(["99/100", ""]);
  expect(progress.stopped).toContain("100 of 100 are graded");
});
