import type { Score } from "./score.ts";

/** Points so far; `pending` waits for a person. */
export interface Sum {
  points: number;
  maxPoints: number;
  pending: number;
}

export function sumPoints(scores: Score[]): Sum {
  const sum = { points: 0, maxPoints: 0, pending: 0 };
  for (const { points, maxPoints } of scores) {
    sum.points += points ?? 0;
    sum.maxPoints += maxPoints;
    if (points === undefined) sum.pending += maxPoints;
  }
  return sum;
}

/** Points as people write them: 3.5, 4. */
export const writePoints = (points: number): string =>
  String(Math.round(points * 100) / 100);
