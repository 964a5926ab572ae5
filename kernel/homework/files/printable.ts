/**
 * Somebody else's text on one line of a terminal or of a table: without control characters, which would move the cursor or
 * hide what stands there, and without those that turn the direction of reading.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ");
