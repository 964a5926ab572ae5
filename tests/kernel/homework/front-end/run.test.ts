import { expect, test } from "vitest";
import {
  type HomeworkEvent,
  HomeworkRun,
  type Sessions,
} from "../../../../kernel/homework/front-end/run.ts";

/** A kernel whose messages come one after the other, as JupyterLab hands them on: the next once the last is dealt with. */
class OneByOne {
  readonly replies: string[] = [];
  shutDown = false;
  #end: () => void = () => undefined;
  readonly #execution = {
    onIOPub: (_message: object) => {},
    onStdin: (_message: object): void => {},
    done: new Promise<void>((resolve) => (this.#end = resolve)),
  };

  readonly sessions: Sessions = {
    startNew: async () => ({
      kernel: {
        requestExecute: () => this.#execution as never,
        sendInputReply: ({ value }) => {
          this.replies.push(value);
          this.#end();
        },
      },
      shutdown: async () => void (this.shutDown = true),
    }),
  };

  async ask(): Promise<void> {
    await this.#execution.onStdin({ header: { msg_type: "input_request" } });
  }

  print(text: string): void {
    this.#execution.onIOPub({
      header: { msg_type: "stream" },
      content: { text },
    });
  }
}

test("what a question is about is shown although the question came before it", async () => {
  const kernel = new OneByOne();
  let show: (event: HomeworkEvent) => void;
  const shown = new Promise<HomeworkEvent>((resolve) => (show = resolve));
  const run = new HomeworkRun(kernel.sessions, {
    event: (event) => show(event),
    text: () => undefined,
    answer: async () => ((await shown).isComplete === true ? "y" : "n"),
  });
  const ended = run.start("romanesco", "hw1/hw1.ipynb", ["submit"]);
  await Promise.resolve();
  await kernel.ask();
  kernel.print('{"type":"ask","isCom');
  kernel.print('plete":true}\n');
  await ended;
  expect(kernel.replies).toEqual(["y"]);
  expect(kernel.shutDown).toBe(true);
});
