import type { Asker } from "./asker.ts";
import { ClosedError } from "./errors.ts";
import { identity } from "./identity.ts";
import { Store } from "./store.ts";

/**
 * One end of a pipe, in the thread that made it: what there is to read, and who has the end. An end that nobody has is
 * closed: the other reads what was sent, and then learns that nothing more comes.
 *
 * A worker has an end from when it is handed over to when it closes it or ends. The thread that made the pipe has both,
 * but one that it gave away and never used itself does not count: few programs would close it there, as Python's must.
 */
export class PipeEnd {
  readonly inbox = new Store(0);
  #other: PipeEnd | undefined;
  /** Workers and tasks that have it, each with the worker that handed it over. */
  readonly #keepers = new Map<number, number>();
  #given = false;
  #own: "unused" | "used" | "closed" = "unused";

  /** The two ends of a pipe. */
  static pair(): [PipeEnd, PipeEnd] {
    const ends: [PipeEnd, PipeEnd] = [new PipeEnd(), new PipeEnd()];
    ends[0].#other = ends[1];
    ends[1].#other = ends[0];
    return ends;
  }

  async send(item: unknown, asker: Asker): Promise<void> {
    this.#use(asker);
    if (this.#other === undefined || !this.#other.kept) throw endError("send");
    await this.#other.inbox.put(item, asker);
  }

  recv(asker: Asker, timeoutSeconds: number | undefined): Promise<unknown> {
    this.#use(asker);
    if (this.atEnd) return Promise.reject(endError("recv"));
    return this.inbox.get(asker, timeoutSeconds);
  }

  /** Whether `recv` has an answer at once, be it that nothing more comes. */
  async poll(asker: Asker, timeoutSeconds: number): Promise<boolean> {
    this.#use(asker);
    if (this.atEnd) return true;
    return (await this.inbox.poll(asker, timeoutSeconds)) || this.atEnd;
  }

  close(asker: Asker): void {
    if (asker.identity === identity()) this.#own = "closed";
    else {
      this.#keepers.delete(asker.identity);
      // A task of a pool has it until it is done, and nobody then.
      this.#given = true;
    }
    this.#check();
  }

  /** @param by who hands it over */
  handOver(keeper: number, forGood: boolean, by: number): void {
    this.#keepers.set(keeper, by);
    if (forGood) this.#given = true;
  }

  takeBack(keeper: number): void {
    this.#keepers.delete(keeper);
    this.#check();
  }

  /** A worker has ended. */
  leave(identity: number): void {
    for (const [keeper, by] of this.#keepers) {
      if (keeper === identity || by === identity) this.takeBack(keeper);
    }
  }

  /** Whether anybody has it. */
  get kept(): boolean {
    if (this.#keepers.size > 0 || this.#own === "used") return true;
    return this.#own === "unused" && !this.#given;
  }

  /** Whether there is nothing to read, and nobody to send more. */
  get atEnd(): boolean {
    return this.inbox.size === 0 && this.#other?.kept !== true;
  }

  #use(asker: Asker): void {
    if (asker.identity !== identity()) return;
    if (this.#own === "unused") this.#own = "used";
  }

  #check(): void {
    if (!this.kept) this.#other?.inbox.disappoint(endError("recv"));
  }
}

function endError(operation: "send" | "recv"): ClosedError {
  return new ClosedError(
    operation === "send"
      ? "nobody reads at the other end of the pipe: it was closed, or the worker that had it has ended"
      : "nothing more comes through the pipe: its other end was closed, or the worker that had it has ended",
  );
}
