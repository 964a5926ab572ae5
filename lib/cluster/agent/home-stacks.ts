import type { EncodedError } from "../../transfer/messages.ts";

interface Inner {
  cause?: { error?: EncodedError };
  errors?: EncodedError[];
}

/**
 * Names the files in an error's stacks as home does, those of its causes too.
 * @param toHome takes this host's own places out of a text
 */
export function nameAsAtHome(
  encoded: EncodedError,
  toHome: (text: string) => string,
  seen = new Set<EncodedError>(),
): void {
  if (seen.has(encoded)) return;
  seen.add(encoded);
  encoded.stack = toHome(encoded.stack);
  const { cause, errors = [] } = encoded.error as Inner;
  const inner = cause?.error === undefined ? errors : [cause.error, ...errors];
  for (const each of inner) nameAsAtHome(each, toHome, seen);
}
