import { setTimeout as pause } from "node:timers/promises";
import type { JetStreamClient } from "@nats-io/jetstream";

const firstPauseMs = 50;
const longestPauseMs = 1000;
/** An answer that was on its way when the server ended never comes. */
const answerMs = 1500;

/**
 * Puts a message into a stream, however long that takes: the server may be away, or its disk full.
 * A subject takes one message for as long as that lives, so that trying again is safe.
 * @param blocked told why it cannot be stored now
 * @param wanted false when nobody waits for it any more
 * @returns its number in the stream; undefined when it was there already, or is not wanted
 */
export async function publishSurely(
  js: JetStreamClient,
  subject: string,
  bytes: Uint8Array,
  blocked: (reason: string) => void,
  wanted: () => boolean = () => true,
): Promise<number | undefined> {
  for (let wait = firstPauseMs; wanted(); wait = longer(wait)) {
    try {
      return (await js.publish(subject, bytes, { timeout: answerMs })).seq;
    } catch (error) {
      const { message } = error as Error;
      // The same number stands for "maximum bytes exceeded": only the text tells them apart.
      if (/maximum messages per subject/i.test(message)) return undefined;
      if (isFull(message)) blocked(message);
    }
    await pause(wait);
  }
  return undefined;
}

const longer = (ms: number): number => Math.min(longestPauseMs, ms * 2);

/** Rather than "no responders" or "timeout" of a server that is away. */
function isFull(message: string): boolean {
  return /maximum bytes|insufficient|no space|resource|disk|limit/i.test(
    message,
  );
}
