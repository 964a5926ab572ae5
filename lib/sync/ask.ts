import { perThread } from "../process/per-thread.ts";
import type { Unit } from "../travel/messages.ts";

/**
 * How a worker uses an object that lives at home, such as a queue: it asks, home does it and answers. A worker that does
 * not know the object itself hands the question on to its own home.
 */
export interface Ask {
  kind: "ask";
  /** Number of the question, for its answer. */
  question: number;
  /** The object. */
  id: string;
  operation: string;
  args: unknown[];
  /** The thread or process that asks: a lock knows its holder by it. */
  asker: number;
}

export interface Answer {
  kind: "answer";
  question: number;
  value?: unknown;
  /** Classes and functions that the value leans on. */
  units?: Unit[];
  error?: { name: string; message: string };
}

type SendAsk = (ask: Ask) => void;

const questions = perThread("questions", () => ({
  send: undefined as SendAsk | undefined,
  last: 0,
  open: new Map<number, (answer: Answer) => void>(),
}));

/** For workers: where questions go. */
export function setHome(send: SendAsk): void {
  questions.send = send;
}

export function hasHome(): boolean {
  return questions.send !== undefined;
}

/** Asks home. */
export function ask(
  id: string,
  operation: string,
  args: unknown[],
  asker: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (questions.send === undefined) {
      reject(new Error(`nobody here knows the object ${id}`));
      return;
    }
    questions.last += 1;
    questions.open.set(questions.last, resolve);
    questions.send({
      kind: "ask",
      question: questions.last,
      id,
      operation,
      args,
      asker,
    });
  });
}

/** For workers: an answer came. */
export function takeAnswer(answer: Answer): void {
  questions.open.get(answer.question)?.(answer);
  questions.open.delete(answer.question);
}
