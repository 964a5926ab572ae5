import { DebugError, type Variable } from "../debug-adapter.ts";
import type { ShownFrame } from "./frames.ts";
import type { Stops } from "./stops.ts";

/** The thread of the cells. */
export const cellsThread = 1;

/**
 * The threads that are debugged: that of the cells, and those of workers. Front ends show one stop at a time; when tasks of a
 * pool stop together, the next is told of once the one before has gone on.
 */
export class Threads {
  readonly #stops = new Map<number, Stops>();
  readonly #names = new Map<number, string>();
  /** Stops that nobody has been told of yet. */
  #waiting: { thread: number; body: object }[] = [];
  /** The one that front ends show. */
  #told: number | undefined;

  /** Those that stand still, as far as anybody needs to know. */
  readonly #still = new Set<number>();

  readonly #tell: (event: string, body: object) => void;
  readonly #standStill: (on: boolean) => void;

  /** @param standStill told when the first thread stops, and when the last goes on */
  constructor(
    tell: (event: string, body: object) => void,
    standStill: (on: boolean) => void,
  ) {
    this.#tell = tell;
    this.#standStill = standStill;
  }

  add(name: string, stops: Stops): void {
    this.#stops.set(stops.thread, stops);
    this.#names.set(stops.thread, name);
  }

  remove(thread: number): void {
    this.#stops.get(thread)?.forgetRuntime();
    this.#stops.delete(thread);
    this.#names.delete(thread);
  }

  get all(): { id: number; name: string }[] {
    return [...this.#names].map(([id, name]) => ({ id, name }));
  }

  get main(): Stops {
    return this.#stops.get(cellsThread)!;
  }

  get each(): Iterable<Stops> {
    return this.#stops.values();
  }

  /** Those that stand still, the one that is shown first. */
  get stopped(): number[] {
    const stopped = [...this.#stops.values()].filter((each) => each.isStopped);
    return stopped
      .map(({ thread }) => thread)
      .sort((a, b) => Number(b === this.#told) - Number(a === this.#told));
  }

  /** The thread that a request means: the one it names if that stands still, else the one that is shown. */
  of(threadId: unknown): Stops {
    const named = this.#stops.get(Number(threadId));
    if (named?.isStopped) return named;
    const [shown] = this.stopped;
    return this.#stops.get(shown ?? cellsThread)!;
  }

  /** @throws DebugError if its code has gone on */
  frame(id: unknown): { stops: Stops; frame: ShownFrame } {
    for (const stops of this.#stops.values()) {
      const frame = stops.frame(Number(id));
      if (frame) return { stops, frame };
    }
    throw new DebugError("the code has gone on since");
  }

  /** The parts of a value that has this number. */
  read(reference: number): Promise<Variable[]> | undefined {
    for (const { variables } of this.#stops.values()) {
      const found = variables.read(reference);
      if (found) return found;
    }
    return undefined;
  }

  /** A thread has stopped or gone on. */
  hear(thread: number, event: string, body: object): void {
    this.#note(thread, event === "stopped");
    if (event === "stopped") {
      this.#waiting.push({ thread, body });
      return this.#tellNext();
    }
    this.#waiting = this.#waiting.filter((each) => each.thread !== thread);
    if (this.#told !== thread) return;
    this.#told = undefined;
    this.#tell("continued", { threadId: thread, allThreadsContinued: false });
    this.#tellNext();
  }

  /** No front end debugs any more. */
  forget(): void {
    this.#waiting = [];
    this.#told = undefined;
    for (const thread of [...this.#still]) this.#note(thread, false);
    for (const stops of this.#stops.values()) stops.forgetSession();
  }

  #note(thread: number, isStill: boolean): void {
    const before = this.#still.size > 0;
    if (isStill) this.#still.add(thread);
    else this.#still.delete(thread);
    const after = this.#still.size > 0;
    if (before !== after) this.#standStill(after);
  }

  #tellNext(): void {
    const [next] = this.#waiting;
    const isShown = this.#told !== undefined && this.#told !== next?.thread;
    if (!next || isShown) return;
    this.#waiting.shift();
    this.#told = next.thread;
    const { thread: threadId, body } = next;
    this.#tell("stopped", { ...body, threadId, allThreadsStopped: false });
  }
}
