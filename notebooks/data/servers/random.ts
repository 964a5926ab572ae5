/**
 * Numbers in [0, 1) that come in the same order for the same seed, on every machine.
 * @param seed a whole number
 * The generator is Tommy Ettinger's mulberry32: 32 bits of state are plenty for pictures.
 */
export function makeRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the items, each as likely as another. @throws RangeError for an empty list */
export function pick<T>(items: readonly T[], random: () => number): T {
  if (items.length === 0) throw new RangeError("nothing to pick from.");
  // The index is below the length: random() is below 1.
  return items[Math.floor(random() * items.length)] as T;
}
