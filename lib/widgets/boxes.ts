import { alignLabels } from "./label-width.ts";
import { layoutOf, openModel, type ModelName } from "./model-widget.ts";
import type { State } from "./model.ts";
import { View } from "./view.ts";

/** Widgets in one place. */
export class WidgetBox extends View {
  /** @internal Use {@link vbox}, {@link hbox} or {@link tabs}. */
  constructor(name: ModelName, children: readonly View[], state: State = {}) {
    for (const child of children)
      if (!(child instanceof View))
        throw new TypeError(
          `a box can hold only widgets, such as slider(); got ${typeof child}`,
        );
    super(openModel(name, { ...state, children }));
    this.#align();
  }

  /** What is in it, in order. */
  get children(): readonly View[] {
    return this.model.get("children") as View[];
  }

  /** Puts others in it, in every page. */
  set children(children: readonly View[]) {
    this.model.set({ children: [...children] });
    this.#align();
  }

  #align(): void {
    if (this.model.names["_model_name"] === "VBoxModel")
      alignLabels(this.children.map(({ model }) => model));
  }
}

/** Widgets on tabs, of which one is open. */
export class Tabs extends WidgetBox {
  /** The number of the open one, from 0. */
  get selected(): number {
    return Number(this.model.get("selected_index") ?? 0);
  }

  /** Opens another in every page. @throws RangeError if there is none of this number */
  set selected(index: number) {
    if (!(index in this.children))
      throw new RangeError(
        `there is no tab ${index}: the last of them is ${this.children.length - 1}`,
      );
    this.model.set({ selected_index: index });
  }

  /** Calls back when another is opened. @returns a function that ends that */
  on(_event: "change", listener: (selected: number) => unknown): () => void {
    return this.hear("selected_index", listener);
  }
}

/** Widgets one below the other, with labels of the same width. */
export function vbox(children: readonly View[]): WidgetBox {
  return new WidgetBox("VBox", children);
}

/** Widgets side by side; those for which there is no room stand in another row. */
export function hbox(children: readonly View[]): WidgetBox {
  const layout = layoutOf({ flex_flow: "row wrap" });
  return new WidgetBox("HBox", children, { layout });
}

/**
 * Widgets on tabs.
 *
 *     tabs({ "One core": vbox([minutes]), "All cores": vbox([minutes, cores]) })
 *
 * @param pages what is on each tab, by its title
 */
export function tabs(pages: Readonly<Record<string, View>>): Tabs {
  return new Tabs("Tab", Object.values(pages), {
    titles: Object.keys(pages),
    selected_index: 0,
  });
}
