import { Readable } from "node:stream";

/**
 * What cells read as standard input: lines that the person at the front end types. `readline`, `for await` and
 * `on("data")` ask for one whenever they are ready for more.
 */
class PersonsLines extends Readable {
  readonly isTTY = false;
  readonly fd = 0;
  #asking = false;

  readonly #ask: () => Promise<string>;

  constructor(ask: () => Promise<string>) {
    super({ read: () => this.#askSoon() });
    this.#ask = ask;
  }

  /** A cell that ended took its question along; whoever reads on in a later one asks anew. */
  override resume(): this {
    this.#askSoon();
    return super.resume();
  }

  /** What a reader prints as its question comes first, and one that has what it wanted closes before. */
  #askSoon(): void {
    if (this.#asking) return;
    this.#asking = true;
    setImmediate(() => void this.#askNow());
  }

  async #askNow(): Promise<void> {
    try {
      if (this.isPaused() || this.destroyed) return;
      const line = await this.#ask();
      this.#asking = false;
      this.push(`${line}\n`);
    } catch (error) {
      // The question of a cell that has ended is no failure of the stream.
      if (!/^(InputCancelled|LateInput)Error$/.test((error as Error).name))
        this.destroy(error as Error);
    } finally {
      this.#asking = false;
    }
  }

  // As a socket or a terminal has them; questions keep no process alive.
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

/** Puts the person's lines in the place of a standard input that nobody writes to. */
export function installStdin(ask: () => Promise<string>): void {
  let stream: PersonsLines | undefined;
  Object.defineProperty(process, "stdin", {
    configurable: true,
    enumerable: true,
    get: () => (stream ??= new PersonsLines(ask)),
  });
}
