/** More of an error than anybody reads; V8 and a front end need seconds for a message of megabytes. */
export const mostCharacters = 100_000;

/** The beginning of a text of an error, with a word on how much is left out. */
export function cutText(text: unknown, most = mostCharacters): string {
  const whole = String(text);
  const left = whole.length - most;
  return left > 0
    ? `${whole.slice(0, most)}... ${left} more characters`
    : whole;
}
