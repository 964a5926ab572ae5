/** Kept where the kernel's part and the library's, which are two bundles, both find it. */
const key = Symbol.for("romanesco.standstill");

interface Standstill {
  /** Of those that are over. */
  totalMs: number;
  /** When the one that goes on began. */
  since: number | undefined;
}

type Holder = { [key]?: Standstill };

/**
 * Since this process began, for how long a debugger has held up code in it: whoever waits for that code waits so much longer.
 * @param holder the global object of those who wait
 */
export function standstillMs(holder: object = globalThis): number {
  const { totalMs = 0, since } = (holder as Holder)[key] ?? {};
  return totalMs + (since === undefined ? 0 : performance.now() - since);
}

/** Code comes to a standstill, or goes on. */
export function standStill(on: boolean, holder: object = globalThis): void {
  const totalMs = standstillMs(holder);
  const since = on ? performance.now() : undefined;
  (holder as Holder)[key] = { totalMs, since };
}
