import { fitLabel } from "./label-width.ts";
import type { Model } from "./model.ts";
import { View } from "./view.ts";

/** A widget with words on it or beside it, which can be held fast. */
export abstract class Labelled extends View {
  /** @internal */
  constructor(model: Model) {
    super(model);
    fitLabel(model);
  }

  /** The words on it or beside it. */
  get label(): string {
    return String(this.model.get("description"));
  }

  /** Changes them in every page. */
  set label(label: string) {
    this.model.set({ description: label });
  }

  /** Whether it is shown and cannot be used. */
  get disabled(): boolean {
    return this.model.get("disabled") === true;
  }

  /** Holds it fast, or lets it go. */
  set disabled(disabled: boolean) {
    this.model.set({ disabled });
  }
}

/** What every control may be told. */
export interface ControlOptions {
  /** Words beside it. */
  label?: string;
  /** Shown, and not to be moved (default false). */
  disabled?: boolean;
  /** Words that a page shows while the mouse rests on it. */
  tooltip?: string;
}

/** The same as a state has it. */
export function labelledState({
  label = "",
  disabled = false,
  tooltip,
}: ControlOptions) {
  return { description: label, disabled, tooltip: tooltip ?? null };
}
