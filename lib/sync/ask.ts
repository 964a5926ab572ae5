import { perThread } from "../platform/per-thread.ts";
import type { Unit } from "../transfer/messages.ts";
import type { Asker } from "./asker.ts";
import { identity } from "./identity.ts";

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

/** Nobody waits for the answer any more. */
export interface Withdraw {
  kind: "withdraw";
  question: number;
}

/** A worker below the one that says so has ended: what it waits for is withdrawn, what it holds comes free. */
export interface Gone {
  kind: "gone";
  asker: number;
}

/** What a worker says about objects that live at home. */
export type Question = Ask | Withdraw | Gone;

const questions = perThread("questions", () => ({
  send: undefined as ((question: Question) => void) | undefined,
  /** Told when the first question is open and when none is. */
  busy: undefined as ((busy: boolean) => void) | undefined,
  last: 0,
  open: new Map<number, (answer: Answer) => void>(),
}));

/**
 * For workers: where questions go.
 * @param busy called with true while answers are waited for: a worker does not end before they came
 */
export function setHome(
  send: (question: Question) => void,
  busy: (busy: boolean) => void,
): void {
  questions.send = send;
  questions.busy = busy;
}

export function hasHome(): boolean {
  return questions.send !== undefined;
}

/** Whether answers are waited for. */
export function hasQuestions(): boolean {
  return questions.open.size > 0;
}

/** Tells home that a worker of this one has ended. */
export function tellGone(asker: number): void {
  questions.send?.({ kind: "gone", asker });
}

/**
 * Asks home.
 * @param asker on whose behalf, if not this thread's own; the question is withdrawn when it ends, and never answered then
 */
export function ask(
  id: string,
  operation: string,
  args: unknown[],
  asker?: Asker,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { send } = questions;
    if (send === undefined) {
      reject(new Error(`nobody here knows the object ${id}`));
      return;
    }
    questions.last += 1;
    const question = questions.last;
    const takeOff = asker?.onEnd(() => {
      close(question);
      send({ kind: "withdraw", question });
    });
    questions.open.set(question, (answer) => {
      takeOff?.();
      resolve(answer);
    });
    if (questions.open.size === 1) questions.busy?.(true);
    const from = asker?.identity ?? identity();
    try {
      send({ kind: "ask", question, id, operation, args, asker: from });
    } catch (error) {
      close(question);
      throw error;
    }
  });
}

/** For workers: an answer came, or the question could not be sent. */
export function takeAnswer(answer: Answer): void {
  const resolve = questions.open.get(answer.question);
  close(answer.question);
  resolve?.(answer);
}

function close(question: number): void {
  if (!questions.open.delete(question)) return;
  if (questions.open.size === 0) questions.busy?.(false);
}
