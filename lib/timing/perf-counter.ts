/**
 * Seconds on a clock that never goes backwards; only differences mean something. Resolution: about a microsecond.
 * Follows Python's time.perf_counter.
 */
export function perfCounter(): number {
  return performance.now() / 1000;
}
