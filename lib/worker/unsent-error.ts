/** What kept a message from being copied. A getter that was read for it may have thrown anything at all. */
export function unsentError(thrown: unknown): Error {
  try {
    if (thrown instanceof Error) return thrown;
  } catch {
    // A proxy that throws when it is asked.
  }
  return new Error("something in it throws when it is read");
}
