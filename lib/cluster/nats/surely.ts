import { setTimeout as pause } from "node:timers/promises";
import { ClusterError } from "./credentials.ts";

const firstPauseMs = 50;
const longestPauseMs = 1000;

/** Nobody waits any more for what was tried. */
export class Unwanted extends Error {}

/**
 * Has the server do something, however long that takes: it may be away, or its disk full.
 * @param failed told each time why it could not be done
 * @param wanted false when nobody waits for it any more
 * @throws Unwanted, and ClusterError, which no waiting mends
 */
export async function surely<T>(
  work: () => Promise<T>,
  failed: (error: Error) => void,
  wanted: () => boolean,
): Promise<T> {
  for (let wait = firstPauseMs; wanted(); wait = longer(wait)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ClusterError) throw error;
      failed(error as Error);
    }
    await pause(wait);
  }
  throw new Unwanted("nobody waits for it any more");
}

const longer = (ms: number): number => Math.min(longestPauseMs, ms * 2);
