import { findNotebook } from "../notebook.ts";
import { TurnEnd } from "../platform/turn-end.ts";
import { sinkInto } from "./list-sink.ts";
import { openModel } from "./model-widget.ts";
import { OutputList } from "./output-list.ts";
import { View } from "./view.ts";

/** A place among widgets for what code prints and displays. */
export class OutputWidget extends View {
  readonly #list = new OutputList();
  /** What comes in one turn goes together. */
  readonly #turnEnd = new TurnEnd(() =>
    this.model.set({ outputs: structuredClone(this.#list.all) }),
  );

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
    const sink = sinkInto(this.#list, notebook, () => this.#turnEnd.ask());
    return new Promise((resolve) =>
      notebook.aside(sink, async () => {
        try {
          resolve(await work());
        } catch (error) {
          sink.error(error);
          resolve(undefined);
        }
      }),
    );
  }

  /** Takes away what it shows. */
  clear(): void {
    this.#list.clear(false);
    this.#turnEnd.ask();
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
