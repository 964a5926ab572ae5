import { setTimeout as delay } from "node:timers/promises";

/** What is needed of a socket to read it. */
interface Readable {
  readonly closed: boolean;
  receive(): Promise<Buffer[]>;
}

/** Long enough that a socket which fails again and again costs nothing, short enough that nobody waits for it. */
const PAUSE_MS = 100;

/**
 * Hands on what a socket receives until it is closed. Whoever reaches a port can send anything: what one message breaks
 * is reported, and the next one is read.
 */
export async function receiveAll(
  socket: Readable,
  take: (frames: Buffer[]) => Promise<void> | void,
  failed: (error: Error) => void,
): Promise<void> {
  while (!socket.closed) {
    let frames: Buffer[];
    try {
      frames = await socket.receive();
    } catch (error) {
      if (socket.closed) return;
      failed(error as Error);
      await delay(PAUSE_MS, undefined, { ref: false });
      continue;
    }
    try {
      await take(frames);
    } catch (error) {
      failed(error as Error);
    }
  }
}
