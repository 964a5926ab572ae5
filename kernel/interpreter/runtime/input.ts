import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { HostMessage } from "../wire/messages.ts";
import { inputSlot } from "./ring.ts";

type Answer = HostMessage & { type: "input" };
type Ask = (request: number, prompt: string, password: boolean) => void;

const { load, wait } = Atomics;

/** Questions to the person at the front end: `await input()` lets other work go on, `prompt()` waits on the spot. */
export class Input {
  #requests = 0;
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  readonly #port: MessagePort;
  readonly #control: Int32Array;
  readonly #ask: Ask;

  /** @param control the ring's control words: the helper counts the answers there, for a main thread that waits */
  constructor(port: MessagePort, control: Int32Array, ask: Ask) {
    this.#port = port;
    this.#control = control;
    this.#ask = ask;

    port.on("message", (answer: Answer) => this.#settle(answer));
    // A question still open keeps nothing alive.
    port.unref();
  }

  input(prompt = "", { password = false } = {}): Promise<string> {
    const request = this.#send(prompt, password);
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, ({ value, error }) =>
        value === undefined ? reject(toError(error)) : resolve(value),
      );
    });
  }

  /** The browser's `prompt`: an empty answer is the default, if there is one. */
  prompt(message = "", defaultAnswer = ""): string {
    const request = this.#send(String(message), false);
    let answer: Answer | undefined;
    this.#waiting.set(request, (found) => (answer = found));
    while (!answer) {
      const arrived = load(this.#control, inputSlot);
      const received = receiveMessageOnPort(this.#port);
      if (received) this.#settle(received.message as Answer);
      else wait(this.#control, inputSlot, arrived);
    }
    if (answer.value === undefined) throw toError(answer.error);
    return answer.value || defaultAnswer;
  }

  /** The browser's `alert`: waits until the person presses Enter. */
  alert(message = "Alert"): void {
    this.prompt(`${String(message)} [Enter] `);
  }

  /** The browser's `confirm`, as consoles have it. */
  confirm(message = "Confirm"): boolean {
    const answer = this.prompt(`${String(message)} [y/N] `);
    return answer === "y" || answer === "Y";
  }

  #send(prompt: string, password: boolean): number {
    const request = ++this.#requests;
    this.#ask(request, prompt, password);
    return request;
  }

  #settle(answer: Answer): void {
    const settle = this.#waiting.get(answer.request);
    this.#waiting.delete(answer.request);
    settle?.(answer);
  }
}

function toError(parts: Answer["error"]): Error {
  const error = new Error(parts?.message);
  Object.defineProperty(error, "name", { value: parts?.name ?? "Error" });
  return error;
}
