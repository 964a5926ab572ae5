/** Turns pieces of a text to spaces; lines and all other places stay as they are. */
export class Blanks {
  readonly #pieces: { start: number; end: number; text?: string }[] = [];
  readonly #starts = new Map<number, number>();

  constructor(readonly source: string) {}

  /** Whether nothing of the text goes. */
  get none(): boolean {
    return this.#pieces.length === 0;
  }

  blank(start: number, end: number): void {
    this.#pieces.push({ start, end });
    this.#starts.set(end, start);
  }

  /** The first character becomes a semicolon, so that what stood before goes on into what comes after no more. */
  blankStatement(start: number, end: number): void {
    this.replace(start, ";");
    if (end > start + 1) this.blank(start + 1, end);
  }

  replace(at: number, text: string): void {
    this.#pieces.push({ start: at, end: at + text.length, text });
  }

  /** Where a piece begins that ends there. */
  startOf(end: number): number | undefined {
    return this.#starts.get(end);
  }

  /** Past white space, comments and closing parentheses. */
  skip(from: number): number {
    const filler = /(?:[\s)]|\/\/.*|\/\*[^]*?\*\/)*/y;
    filler.lastIndex = from;
    filler.exec(this.source);
    return filler.lastIndex;
  }

  toString(): string {
    const sorted = this.#pieces
      .map((piece, order) => ({ ...piece, order }))
      .sort((a, b) => a.start - b.start || a.order - b.order);
    const { source } = this;
    let text = "";
    let at = 0;
    for (const { start, end } of sorted) {
      if (end <= at) continue;
      text += source.slice(at, Math.max(at, start));
      text += source.slice(Math.max(at, start), end).replace(/[^\s]/g, " ");
      at = end;
    }
    return this.#withReplacements(text + source.slice(at));
  }

  #withReplacements(text: string): string {
    const replaced = this.#pieces
      .filter((piece) => piece.text !== undefined)
      .sort((a, b) => a.start - b.start);
    const parts: string[] = [];
    let at = 0;
    for (const { start, end, text: by } of replaced) {
      if (start < at) continue;
      parts.push(text.slice(at, start), by!);
      at = end;
    }
    return parts.join("") + text.slice(at);
  }
}
