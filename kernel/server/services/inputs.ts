import type { Message } from "../protocol/header.ts";
import { parseInputReply, type InputRequest } from "../protocol/stdin.ts";

/** The front end that runs the cell has nobody to ask; the name is ipykernel's. */
export class StdinNotImplementedError extends Error {
  override name = "StdinNotImplementedError";
  constructor() {
    super(
      "this front end takes no input. Run the notebook in JupyterLab to be asked, or put the answer into the cell.",
    );
  }
}

/** The cell that asked has ended before an answer came. */
export class InputCancelledError extends Error {
  override name = "InputCancelledError";
  constructor() {
    super("the cell ended before the input came");
  }
}

/** Front ends show no question of a cell that has ended: it would wait for ever, and all others behind it. */
export class LateInputError extends Error {
  override name = "LateInputError";
  constructor() {
    super(
      "the cell that asks has ended, and a front end shows questions of a running cell only. " +
        "Write await before what asks, so that the cell waits for it.",
    );
  }
}

interface Question {
  request: Message;
  input: InputRequest;
  answer: (value: string) => void;
  cancel: (error: Error) => void;
}

/**
 * Questions to the person at the front end, one at a time: a reply on stdin doesn't say which question it answers.
 * Invariant: the first question has been sent and waits for its answer; the others wait for their turn.
 */
export class Inputs {
  readonly #send: (input: InputRequest, request: Message) => void;
  #questions: Question[] = [];
  /** Requests of cells that have ended. */
  readonly #ended = new WeakSet<Message>();

  /** @param send takes a question to the front end that sent `request` */
  constructor(send: (input: InputRequest, request: Message) => void) {
    this.#send = send;
  }

  /** @throws StdinNotImplementedError, InputCancelledError, LateInputError */
  ask(
    request: Message,
    input: InputRequest,
    allowStdin: boolean,
  ): Promise<string> {
    if (!allowStdin) return Promise.reject(new StdinNotImplementedError());
    if (this.#ended.has(request)) return Promise.reject(new LateInputError());
    return new Promise((answer, cancel) => {
      this.#questions.push({ request, input, answer, cancel });
      if (this.#questions.length === 1) this.#send(input, request);
    });
  }

  /** @returns whether anybody had asked @throws ContentError */
  reply(message: Message): boolean {
    const value = parseInputReply(message.content);
    const question = this.#questions.shift();
    const next = this.#questions[0];
    if (next) this.#send(next.input, next.request);
    question?.answer(value);
    return question !== undefined;
  }

  /** A cell has ended: gives its questions up, and takes no more of them. */
  end(request: Message): void {
    this.#ended.add(request);
    const [asked] = this.#questions;
    const cancelled = this.#questions.filter(
      (question) => question.request === request,
    );
    this.#questions = this.#questions.filter(
      (question) => question.request !== request,
    );
    for (const question of cancelled)
      question.cancel(new InputCancelledError());
    const next = this.#questions[0];
    if (next && next !== asked) this.#send(next.input, next.request);
  }
}
