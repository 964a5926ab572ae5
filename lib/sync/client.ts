import { encodeValues } from "../transfer/encode.ts";
import { decodeResult } from "../transfer/unpack.ts";
import { ask, tellGone, type Answer, type Ask, type Question } from "./ask.ts";
import { Asker } from "./asker.ts";
import { forgetWorker, nameWorker, newIdentity } from "./identity.ts";
import { findOriginal, leaveAll } from "./shared-object.ts";

/** A worker as its home sees it: what it asked for and waits for, what it holds, and that this ends with it. */
export class Client {
  /** The worker's own number. */
  readonly identity = newIdentity();
  readonly #send: (answer: Answer) => void;
  readonly #open = new Map<number, Asker>();
  /** Workers of that worker, which ask through it. */
  readonly #others = new Set<number>();
  #served = true;

  /** @param name of the worker, for people */
  constructor(name: string, send: (answer: Answer) => void) {
    this.#send = send;
    nameWorker(this.identity, name);
  }

  receive(message: Question): void {
    if (!this.#served) return;
    switch (message.kind) {
      case "ask":
        return void this.#answer(message);
      case "withdraw":
        this.#open.get(message.question)?.end();
        this.#open.delete(message.question);
        return;
      case "gone":
        return this.#forget(message.asker);
    }
  }

  /** The worker will end within the moment: it gets nothing more. What it holds it may still be using. */
  stopServing(): void {
    this.#served = false;
    for (const asker of this.#open.values()) asker.end();
    this.#open.clear();
  }

  /** The worker has ended: what it holds comes free. */
  end(): void {
    this.stopServing();
    for (const other of [...this.#others, this.identity]) release(other);
    forgetWorker(this.identity);
  }

  /** An answer could not be copied: the worker waits for one. */
  refuse(answer: Answer, error: Error): void {
    const { question } = answer;
    const { name, message } = error;
    this.#send({ kind: "answer", question, error: { name, message } });
  }

  #forget(other: number): void {
    for (const [question, asker] of this.#open) {
      if (asker.identity !== other) continue;
      asker.end();
      this.#open.delete(question);
    }
    this.#others.delete(other);
    release(other);
  }

  async #answer(question: Ask): Promise<void> {
    const asker = new Asker(question.asker);
    if (question.asker !== this.identity) this.#others.add(question.asker);
    this.#open.set(question.question, asker);
    const answer = await answerAsk(question, asker);
    this.#open.delete(question.question);
    if (!asker.ended) this.#send(answer);
  }
}

function release(identity: number): void {
  leaveAll(identity);
  // Objects of homes further up may wait for it, too.
  tellGone(identity);
}

/** Does what a worker asks, or hands the question on to this worker's own home. Never rejects. */
async function answerAsk(question: Ask, asker: Asker): Promise<Answer> {
  const head = { kind: "answer", question: question.question } as const;
  try {
    const { id, operation, args } = question;
    const object = findOriginal(id);
    if (object === undefined) {
      const answer = await ask(id, operation, args, asker);
      return { ...answer, ...head };
    }
    const decoded = args.map((value) => decodeResult(value));
    const value = await object.serve(operation, decoded, asker);
    const { values, units } = encodeValues([value], () => "the answer");
    return { ...head, value: values[0], units };
  } catch (error) {
    const { name, message } =
      error instanceof Error ? error : new Error(String(error));
    return { ...head, error: { name, message } };
  }
}
