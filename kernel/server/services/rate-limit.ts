/** So much a front end takes at once. */
const BURST_BYTES = 4 * 1024 * 1024;

/** And so much a second for as long as one likes. */
const BYTES_PER_SECOND = 2 * 1024 * 1024;

/** What one more message costs beside its bytes: after 600 of them, 300 a second. Jupyter's server takes 3,000 within 3 s. */
const MESSAGE_BYTES = 6 * 1024;

/**
 * One output may be large, as a video is; nobody waits longer for what it costs, and for the first that comes to a quiet page not
 * at all.
 */
const MOST_WAIT_MS = 1000;

/** The shortest time for which text waits for more of its kind. */
const LEAST_JOIN_MS = 10;

/** What a page may take for a line of a cell, each time it draws that cell. JupyterLab takes a quarter of it on a calm machine. */
const LINE_MS = 0.1;

/** Text without an end of line is broken in the page. */
const LINE_LENGTH = 100;

/**
 * How fast the output of one cell goes, so that a loop that prints without end leaves the page able to hear of Stop. No
 * front end says how far behind it is: a server between takes all, and holds for the page what that cannot show yet.
 */
export class RateLimit {
  /** May be a debt. */
  #room = BURST_BYTES;
  #since = performance.now();
  #lines = 0;

  /** A message is sent. @param text what the page adds to its lines */
  spend(bytes: number, text = ""): void {
    this.#refill();
    const isFirst = this.#room === BURST_BYTES;
    const mostDebt = isFirst ? 0 : (BYTES_PER_SECOND * MOST_WAIT_MS) / 1000;
    this.#room = Math.max(this.#room - bytes - MESSAGE_BYTES, -mostDebt);
    this.#lines += text.length / LINE_LENGTH + countLines(text);
  }

  /** How long whoever makes displays had better wait. */
  get waitMs(): number {
    this.#refill();
    return this.#room >= 0 ? 0 : (-this.#room / BYTES_PER_SECOND) * 1000;
  }

  /** How long text waits to be sent with more: a page draws all lines of a cell anew whenever some are added. */
  get joinMs(): number {
    return Math.max(LEAST_JOIN_MS, this.#lines * LINE_MS);
  }

  /** The page has no lines of this cell any more. */
  cleared(): void {
    this.#lines = 0;
  }

  #refill(): void {
    const now = performance.now();
    const gained = ((now - this.#since) / 1000) * BYTES_PER_SECOND;
    this.#room = Math.min(this.#room + gained, BURST_BYTES);
    this.#since = now;
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
    count++;
  return count;
}
