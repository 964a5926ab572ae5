/**
 * Whether a version is among those that a range of the usual forms means: `8`, `8.0`, `8.0.1`, `^8.0.1`, `~8.0.1`, none.
 * Others, such as `>=1 <3` and tags, are npm's affair: they mean nothing here.
 */
export function satisfies(version: string, range: string): boolean {
  if (range === "" || range === version) return true;
  const form = /^([\^~]?)v?(\d+)(?:\.(\d+|x))?(?:\.(\d+|x))?$/.exec(range);
  const here = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
  if (!form || !here) return false;
  const [, mark, ...parts] = form;
  const least = parts
    .filter((part) => part !== undefined && part !== "x")
    .map(Number);
  const fixed = fixedParts(mark ?? "", least);
  return (
    least.slice(0, fixed).every((part, index) => part === here[index]) &&
    compare(here, least) >= 0
  );
}

/** How many of the parts may not grow: `^0.2.3` stays with 0.2. */
function fixedParts(mark: string, least: number[]): number {
  if (mark === "") return least.length;
  if (mark === "~") return Math.min(least.length, 2);
  const firstOther = least.findIndex((part) => part !== 0);
  return firstOther < 0 ? least.length : firstOther + 1;
}

/** By numbers, part by part; negative when the first is older. */
export function compare(a: number[], b: number[]): number {
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
