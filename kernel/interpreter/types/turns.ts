/** Nobody waits for the answer any more, or somebody asked something newer. */
export class GivenUpError extends Error {
  override readonly name = "GivenUpError";
  constructor() {
    super("nobody waits for this any more");
  }
}

interface Job {
  begin(): Promise<unknown>;
  giveUp(): void;
}

/** While one types, each key asks anew; of what waits the newest are answered. */
const mostQuestions = 10;

/**
 * Work that is done one after the other. What cells wait for goes first, in its order; then what is asked while one types,
 * the newest first. A question that is given up before its turn is never begun.
 */
export class Turns {
  readonly #work: Job[] = [];
  #questions: Job[] = [];
  #busy = false;

  /** Work that is always done. */
  add<T>(work: () => Promise<T>): Promise<T> {
    return this.#enqueue(this.#work, work).result;
  }

  /**
   * Work for an answer that is worth having for a while.
   * @returns rejects with GivenUpError when many newer questions wait, or when it is given up before its turn
   */
  ask<T>(work: () => Promise<T>): { answer: Promise<T>; giveUp(): void } {
    const { job, result } = this.#enqueue(this.#questions, work);
    const tooOld = this.#questions.at(-1 - mostQuestions);
    if (tooOld) this.#drop(tooOld);
    return { answer: result, giveUp: () => this.#drop(job) };
  }

  #enqueue<T>(
    queue: Job[],
    work: () => Promise<T>,
  ): { job: Job; result: Promise<T> } {
    let job!: Job;
    const result = new Promise<T>((resolve, reject) => {
      job = {
        begin: () => work().then(resolve, reject),
        giveUp: () => reject(new GivenUpError()),
      };
    });
    queue.push(job);
    if (!this.#busy) void this.#run();
    return { job, result };
  }

  #drop(job: Job): void {
    this.#questions = this.#questions.filter((other) => other !== job);
    job.giveUp();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    // What is asked for in the same turn of the event loop may be of more importance.
    await Promise.resolve();
    for (;;) {
      const job = this.#work.shift() ?? this.#questions.pop();
      if (!job) break;
      await job.begin();
    }
    this.#busy = false;
  }
}
