/** A file cannot be used for homework as it is; the message says what to change. */
export class HomeworkError extends Error {
  override name = "HomeworkError";
}
