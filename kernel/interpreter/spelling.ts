const mostNear = 5;

/** The names that are spelt much like another one, the nearest first; at most five. */
export function nearest(name: string, names: Iterable<string>): string[] {
  const most = Math.max(1, Math.floor(name.length * 0.4));
  return [...names]
    .map((each) => ({ each, by: distance(name, each, most) }))
    .filter(({ by }) => by <= most)
    .sort((a, b) => a.by - b.by)
    .slice(0, mostNear)
    .map(({ each }) => each);
}

/**
 * Letters to put in, take out or replace, or two neighbours to swap (Levenshtein, and Damerau's swap), capitals aside; more
 * than `most` is as good as infinite.
 */
function distance(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return Infinity;
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const [above, beyond] = [rows[row - 1]!, rows[row - 2]];
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSwap =
        a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line.push(
        Math.min(
          above[column]! + 1,
          line[column - 1]! + 1,
          above[column - 1]! + Number(a[row - 1] !== b[column - 1]),
          beyond && isSwap ? beyond[column - 2]! + 1 : Infinity,
        ),
      );
    }
    rows.push(line);
  }
  return rows[a.length]![b.length]!;
}
