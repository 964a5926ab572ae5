const multiplier = 0x5bd1e995;
const utf8 = new TextEncoder();

/**
 * The hash by which front ends name cells: MurmurHash2 of the UTF-8 text, in which they give its length in bytes.
 * https://github.com/aappleby/smhasher/wiki/MurmurHash2
 */
export function murmur2(text: string, seed: number): number {
  const bytes = utf8.encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const word = Math.imul(view.getUint32(at, true), multiplier);
    const mixed = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ mixed;
  }
  if (whole < bytes.length) {
    for (let at = bytes.length - 1; at >= whole; at--)
      hash ^= bytes[at]! << (8 * (at - whole));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (hash ^ (hash >>> 15)) >>> 0;
}
