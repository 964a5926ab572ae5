// Taken once: a cell may replace what stands on process.
const { hrtime } = process;

/**
 * Milliseconds on the machine's one steady clock, the same in all its processes and threads. Unlike the time of day it is
 * not set, and unlike `performance.timeOrigin + performance.now()` it does not part between processes that started before
 * and after the machine was suspended.
 */
export function machineNow(): number {
  const [seconds, nanoseconds] = hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** What {@link machineNow} says where `performance.now()` counts from. Not known from the start: workers begin a millisecond sooner without `performance`. */
export const processStart = (): number => machineNow() - performance.now();
