/** What a check wanted and what it met. */
export interface Difference {
  expected: string;
  got: string;
  /** What to read again; empty if the check does not say. */
  hint: string;
}

/**
 * Takes apart what a check says: "expected X, got Y. Read again: Z" as the course's own checks print it, and "Y !== X" as
 * node:assert does.
 * @returns the differences, and the lines that tell of none
 */
export function findDifferences(reasons: string[]): {
  differences: Difference[];
  others: string[];
} {
  const differences: Difference[] = [];
  const others: string[] = [];
  for (const reason of reasons) {
    const own =
      /^(?:not yet: )?expected (.+), got (.+?)(?:\. Read again: (.+))?$/.exec(
        reason,
      );
    const asserted = /^(.+) !== (.+)$/.exec(reason);
    if (own)
      differences.push({
        expected: own[1]!,
        got: own[2]!,
        hint: own[3] ?? "",
      });
    else if (asserted)
      differences.push({ expected: asserted[2]!, got: asserted[1]!, hint: "" });
    // What follows says it better.
    else if (!/^AssertionError: Expected values to be .*:$/.test(reason))
      others.push(reason);
  }
  return { differences, others };
}
