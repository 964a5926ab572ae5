/** What an object holds itself, and so what is sent of it. */
export function ownKeys(value: object): string[] {
  const keys = Object.keys(value);
  // An error's message and stack are its own, and not enumerable.
  return value instanceof Error
    ? [
        ...new Set([
          ...keys,
          "message",
          "stack",
          ...("cause" in value ? ["cause"] : []),
        ]),
      ]
    : keys;
}
