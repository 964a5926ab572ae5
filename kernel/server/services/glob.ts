/** Steps that a search may take in all: some hundredths of a second, in which the kernel answers nobody else. */
const mostSteps = 10_000_000;

const star = "*".charCodeAt(0);
const anyOne = "?".charCodeAt(0);

/**
 * A pattern in which `*` stands for any text and `?` for one character, as people type it: `*a*a*a*b` over a long text
 * would keep a regular expression busy for ever. Texts of all sizes are read through about once; a pattern that is made
 * to need more stops matching when the steps are used up.
 */
export class Glob {
  #steps = mostSteps;

  readonly #pattern: string;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  matches(text: string): boolean {
    const pattern = this.#pattern;
    let at = 0;
    let read = 0;
    // Where to go on when a character does not fit: the last star takes one more. Those before it never need to.
    let afterStar = -1;
    let taken = 0;
    while (at < text.length) {
      if (this.#steps-- <= 0) return false;
      const wanted = pattern.charCodeAt(read);
      if (wanted === star) {
        afterStar = ++read;
        taken = at;
        // Nothing more is wanted.
        if (afterStar === pattern.length) return true;
      } else if (wanted === anyOne || wanted === text.charCodeAt(at)) {
        read++;
        at++;
      } else if (afterStar >= 0) {
        read = afterStar;
        at = ++taken;
      } else return false;
    }
    while (pattern.charCodeAt(read) === star) read++;
    return read === pattern.length;
  }
}
