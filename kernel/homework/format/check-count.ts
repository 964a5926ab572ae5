/**
 * How many parts of a check hold, as the check itself prints it in a line of its own: "1 of 3 checks hold". Points say it to
 * nobody: 0.67 of 2.
 * @returns the count, without the last word, and the other lines
 */
export function takeCheckCount(reasons: string[]): {
  checks: string | undefined;
  rest: string[];
} {
  const isCount = (line: string) => /^\d+ of \d+ checks hold$/.test(line);
  const count = reasons.find(isCount);
  return {
    checks: count?.replace(/ hold$/, ""),
    rest: reasons.filter((line) => !isCount(line)),
  };
}
