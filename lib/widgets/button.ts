import type { ControlOptions } from "./control.ts";
import { asideOf, tellFromPage } from "./listening.ts";
import { openModel } from "./model-widget.ts";
import { View } from "./view.ts";

/** What {@link button} takes. */
export interface ButtonOptions extends ControlOptions {
  /** Its colour (default grey). */
  kind?: "primary" | "success" | "info" | "warning" | "danger";
}

/** A button to press. */
export class Button extends View {
  readonly #listeners: Set<() => void>;

  /** @internal Use {@link button}. */
  constructor({ label = "", disabled = false, tooltip, kind }: ButtonOptions) {
    const listeners = new Set<() => void>();
    const state = {
      ...{ description: label, disabled, tooltip: tooltip ?? null },
      button_style: kind ?? "",
    };
    const heard = (content: unknown) => {
      if ((content as { event?: unknown } | null)?.event !== "click") return;
      tellFromPage(() => {
        for (const listener of [...listeners]) listener();
      });
    };
    super(openModel("Button", state, { heard }));
    this.#listeners = listeners;
  }

  /** The words on it. */
  get label(): string {
    return String(this.model.get("description"));
  }

  /** Changes them in every page. */
  set label(label: string) {
    this.model.set({ description: label });
  }

  /** Whether it is shown and not to be pressed. */
  get disabled(): boolean {
    return this.model.get("disabled") === true;
  }

  /** Holds it fast, or lets it go. */
  set disabled(disabled: boolean) {
    this.model.set({ disabled });
  }

  /**
   * Calls back when a person presses it, between cells and while a cell awaits; what the callback prints stands under the cell
   * that called `on`.
   * @returns a function that ends that
   */
  on(_event: "click", listener: () => unknown): () => void {
    const told = asideOf(listener);
    this.#listeners.add(told);
    return () => void this.#listeners.delete(told);
  }

  /** Presses it from code. */
  click(): void {
    for (const listener of [...this.#listeners]) listener();
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
