import type { Page, WebSocket } from "playwright-core";
import { expect } from "vitest";

/**
 * What JupyterLab's debugger asks a kernel. It asks several times for all that it is to show of a notebook that is opened, and a
 * click on the bug in between is undone by the next answer.
 */
export class DebugQuestions {
  readonly #lines = new Set<{ asked: number; answered: number }>();
  readonly #page: Page;

  /** @param page before it opens a notebook */
  constructor(page: Page) {
    this.#page = page;
    page.on("websocket", (socket) => this.#listen(socket));
    // Another page's questions say nothing of this one.
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame()) this.#lines.clear();
    });
  }

  /** Resolves when it has an answer to each, and asks no more. */
  async answered(): Promise<void> {
    await expect
      .poll(async () => {
        const before = this.#asked;
        // All that follows from an answer that has come is done by then.
        await this.#page.evaluate(
          () => new Promise((resolve) => requestIdleCallback(resolve)),
        );
        const lines = [...this.#lines];
        const open = lines.filter(({ asked, answered }) => asked > answered);
        return before > 0 && before === this.#asked && open.length === 0;
      })
      .toBe(true);
  }

  get #asked(): number {
    return [...this.#lines].reduce((sum, { asked }) => sum + asked, 0);
  }

  #listen(socket: WebSocket): void {
    const line = { asked: 0, answered: 0 };
    this.#lines.add(line);
    socket.on("framesent", ({ payload }) => {
      if (payload.includes('"debug_request"')) line.asked++;
    });
    socket.on("framereceived", ({ payload }) => {
      if (payload.includes('"debug_reply"')) line.answered++;
    });
    socket.on("close", () => this.#lines.delete(line));
  }
}
