import type { JetStreamClient } from "@nats-io/jetstream";
import { surely, Unwanted } from "../nats/surely.ts";

/** An answer that was on its way when the server ended never comes. */
const answerMs = 1500;

/**
 * Puts a message into a stream, however long that takes: the server may be away, or its disk full.
 * A subject takes one message for as long as that lives, so that trying again is safe.
 * @param failed told each time why it cannot be stored now
 * @param wanted false when nobody waits for it any more
 * @returns its number in the stream; undefined when it was there already, or is not wanted
 */
export async function publishSurely(
  js: JetStreamClient,
  subject: string,
  bytes: Uint8Array,
  failed: (error: Error) => void,
  wanted: () => boolean,
): Promise<number | undefined> {
  const publish = async (): Promise<number | undefined> => {
    try {
      return (await js.publish(subject, bytes, { timeout: answerMs })).seq;
    } catch (error) {
      // The same number stands for "maximum bytes exceeded": only the text tells them apart.
      if (isThere(error as Error)) return undefined;
      throw error;
    }
  };
  try {
    return await surely(publish, failed, wanted);
  } catch (error) {
    if (error instanceof Unwanted) return undefined;
    throw error;
  }
}

/** A server whose disk was full leaves so many messages in a row without an answer, and more until it is started again. */
const mostSilences = 3;

/**
 * Tells of a server that has no room, rather than of one that is away.
 * @param connected whether it is there
 * @returns for one message that is tried again and again: takes why it failed
 */
export function whenFull(
  blocked: (reason: string) => void,
  connected: () => boolean,
): (error: Error) => void {
  let silences = 0;
  return ({ name, message }) => {
    if (isFull(message)) blocked(message);
    silences = name === "TimeoutError" && connected() ? silences + 1 : 0;
    if (silences === mostSilences)
      blocked(
        "it stores nothing; if its log says that its disk is full, make room there, then start it again",
      );
  };
}

const isThere = ({ message }: Error): boolean =>
  /maximum messages per subject/i.test(message);

/** Rather than "no responders" or "timeout" of a server that is away. */
function isFull(message: string): boolean {
  return /maximum bytes|insufficient|no space|resource|disk|limit/i.test(
    message,
  );
}
