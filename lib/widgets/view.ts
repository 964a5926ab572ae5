import { listen } from "./listening.ts";
import type { Model } from "./model.ts";
import { showView } from "./shown.ts";

/** What a cell shows of a widget: the live one, and beside it its state in words and HTML. */
export abstract class View {
  /** @internal The state that pages have too. */
  readonly model: Model;

  /** @internal */
  constructor(model: Model) {
    this.model = model;
  }

  /** What pages and other widgets know it by. */
  get modelId(): string {
    return this.model.modelId;
  }

  /** Shows it in the running cell. In plain Node, where there is no page, prints its state. */
  show(): void {
    showView(this.model);
  }

  /** Takes it away from every page; what it shows in a saved notebook stays. */
  close(): void {
    this.model.close();
  }

  /** @internal Tells a listener of a value of the state: beside the cells when a page has changed it. */
  protected hear(
    name: string,
    listener: (value: never, before: never) => unknown,
  ): () => void {
    return listen(listener, (told) =>
      this.model.on(name, (value, before, byPage) =>
        told(byPage, value, before),
      ),
    );
  }

  /** Called by a kernel for a cell's last value and by `display`. */
  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    this.show();
    // Named and without a value: it is on the page already.
    return { "text/plain": undefined };
  }
}
