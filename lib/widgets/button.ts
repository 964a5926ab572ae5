import { type ControlOptions, Labelled, labelledState } from "./labelled.ts";
import { keepIn, listen, type Told } from "./listening.ts";
import { openModel } from "./model-widget.ts";

/** What {@link button} takes. */
export interface ButtonOptions extends ControlOptions {
  /** Its colour (default grey). */
  kind?: "primary" | "success" | "info" | "warning" | "danger";
}

/** A button to press. */
export class Button extends Labelled {
  readonly #listeners: Set<Told<[]>>;

  /** @internal Use {@link button}. */
  constructor({ kind, ...options }: ButtonOptions) {
    const listeners = new Set<Told<[]>>();
    const state = { ...labelledState(options), button_style: kind ?? "" };
    const heard = (content: unknown) => {
      if ((content as { event?: unknown } | null)?.event !== "click") return;
      for (const told of [...listeners]) told(true);
    };
    super(openModel("Button", state, { heard }));
    this.#listeners = listeners;
  }

  /**
   * Calls back when a person presses it, between cells and while a cell awaits; what the callback prints stands under the cell
   * that called `on`. When that cell runs again, the callback is removed.
   * @returns a function that ends that
   */
  on(_event: "click", listener: () => unknown): () => void {
    return listen(listener, keepIn(this.#listeners));
  }

  /** Presses it from code. */
  click(): void {
    for (const told of [...this.#listeners]) told(false);
  }
}

/**
 * A button.
 *
 *     let count = 0;
 *     const more = button({ label: "more" });
 *     more.on("click", () => console.log(++count));
 *     more
 */
export function button(options: ButtonOptions = {}): Button {
  return new Button(options);
}
