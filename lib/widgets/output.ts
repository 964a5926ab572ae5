import { findNotebook, type AsideOutput } from "../notebook.ts";
import { openModel } from "./model-widget.ts";
import { OutputList } from "./output-list.ts";
import { View } from "./view.ts";

/** A place among widgets for what code prints and displays. */
export class OutputWidget extends View {
  readonly #list = new OutputList();
  #sending = false;

  /** @internal Use {@link output}. */
  constructor() {
    super(openModel("Output", { outputs: [] }));
  }

  /**
   * Calls a function; what it prints and displays, and its error, is shown here instead of under the cell.
   * @returns what the function returns, or undefined after an error
   */
  async capture<Result>(
    work: () => Result | Promise<Result>,
  ): Promise<Result | undefined> {
    const notebook = findNotebook();
    if (!notebook) return work();
    return new Promise((resolve) =>
      notebook.aside(this.#sink(), async () => {
        try {
          resolve(await work());
        } catch (error) {
          const [name, message] =
            error instanceof Error
              ? [error.name, error.message]
              : ["Error", String(error)];
          this.#list.addError(name, message, notebook.describe(error));
          this.#sendSoon();
          resolve(undefined);
        }
      }),
    );
  }

  /** Takes away what it shows. */
  clear(): void {
    this.#list.clear(false);
    this.#sendSoon();
  }

  #sink(): AsideOutput {
    return {
      stream: (name, text) => {
        this.#list.addText(name, text);
        this.#sendSoon();
      },
      display: (data, { metadata, displayId, update }) => {
        if (!update) this.#list.addDisplay(data, metadata, displayId);
        else if (!this.#list.update(displayId ?? "", data, metadata))
          return false;
        this.#sendSoon();
        return true;
      },
      clear: (wait) => {
        this.#list.clear(wait);
        this.#sendSoon();
      },
    };
  }

  /** What comes in one turn goes together. */
  #sendSoon(): void {
    if (this.#sending) return;
    this.#sending = true;
    queueMicrotask(() => {
      this.#sending = false;
      this.model.set({ outputs: structuredClone(this.#list.all) });
    });
  }
}

/**
 * A place for output that can stand in a box.
 *
 *     const log = output();
 *     start.on("click", () => log.capture(() => console.log("started")));
 *     vbox([start, log])
 */
export function output(): OutputWidget {
  return new OutputWidget();
}
