/** Milliseconds that each of these takes, the shortest of some rounds in turn: what others do on the machine falls out. */
export function fastest(calls: (() => unknown)[], rounds = 5): number[] {
  const times = calls.map(() => Infinity);
  for (let round = 0; round < rounds; round++)
    calls.forEach((call, index) => {
      const start = performance.now();
      call();
      times[index] = Math.min(times[index]!, performance.now() - start);
    });
  return times;
}
