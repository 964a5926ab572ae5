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
    const own = readOwn(reason);
    const asserted = cut(reason, " !== ", "last");
    if (own) differences.push(own);
    else if (asserted)
      differences.push({ expected: asserted[1], got: asserted[0], hint: "" });
    // What follows says it better.
    else if (!/^(AssertionError: )?Expected values to be .*:$/.test(reason))
      others.push(reason);
  }
  return { differences, others };
}

/** Plain steps: what a submission gave is in it, and may be long. */
function readOwn(reason: string): Difference | undefined {
  const said = reason.replace(/^not yet: /, "");
  if (!said.startsWith("expected ")) return undefined;
  const [told, hint = ""] = cut(said, ". Read again: ") ?? [said];
  const parts = cut(told.slice("expected ".length), ", got ", "last");
  return parts && { expected: parts[0], got: parts[1], hint };
}

/** The texts before and after a mark, both not empty. */
function cut(
  text: string,
  mark: string,
  which: "first" | "last" = "first",
): [string, string] | undefined {
  const at = which === "first" ? text.indexOf(mark) : text.lastIndexOf(mark);
  const after = text.slice(at + mark.length);
  return at > 0 && after !== "" ? [text.slice(0, at), after] : undefined;
}
