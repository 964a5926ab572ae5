/** A cell that does not parse. */
export class CellSyntaxError extends SyntaxError {
  override readonly name = "SyntaxError";
  /** From 1. */
  readonly line: number;
  /** From 0, in UTF-16 units. */
  readonly column: number;

  /** @param offset UTF-16 index of the mistake */
  constructor(
    message: string,
    source: string,
    readonly offset: number,
  ) {
    super(message);
    const before = source.slice(0, offset).split("\n");
    this.line = before.length;
    this.column = before.at(-1)!.length;
  }
}
