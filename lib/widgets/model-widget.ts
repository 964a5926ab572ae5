import { specs } from "./models/specs.ts";
import type { ModelStates } from "./models/states.ts";
import { Model, type ModelHooks, type State } from "./model.ts";
import { serveTargets } from "./targets.ts";
import { View } from "./view.ts";

interface Spec {
  names: State;
  /** The model of its `style`, if it has one. */
  style?: string;
  state: State;
}

/** Any of Jupyter's own widgets, by its name in their schema. */
export type ModelName = keyof ModelStates;

/** A widget in Jupyter's own words: what its {@link ModelStates | state} may hold, and no more. */
export class ModelWidget<Name extends ModelName> extends View {
  /** @internal Use {@link widget}, or one of the controls. */
  constructor(
    name: Name,
    state: Partial<ModelStates[Name]>,
    hooks: ModelHooks = {},
  ) {
    super(openModel(name, state as State, hooks));
  }

  /** The value of this name. */
  get<Key extends keyof ModelStates[Name] & string>(
    name: Key,
  ): ModelStates[Name][Key] {
    return this.model.get(name) as ModelStates[Name][Key];
  }

  /** Sets values here and in every page. */
  set(values: Partial<ModelStates[Name]>): void {
    this.model.set(values as State);
  }

  /**
   * Calls back when the value of this name has changed, with the new value and the one before.
   * @returns a function that ends that
   */
  on<Key extends keyof ModelStates[Name] & string>(
    event: `change:${Key}`,
    listener: (
      value: ModelStates[Name][Key],
      before: ModelStates[Name][Key],
    ) => void,
  ): () => void {
    return this.hear(event.slice("change:".length), listener);
  }
}

/** Styles and layouts that widgets have in common, by what they say. */
const shared = new Map<string, Model>();

/** The model of one of Jupyter's own widgets. */
export function openModel(
  name: ModelName,
  given: State,
  hooks: ModelHooks = {},
): Model {
  serveTargets();
  if (!Object.hasOwn(specs, name))
    throw new TypeError(
      `there is no widget "${name}". There are: ${Object.keys(specs).join(", ")}`,
    );
  const { names, style, state } = JSON.parse(specs[name]) as Spec;
  const own = style === undefined ? {} : { style: styleOf(style) };
  return new Model(names, { ...own, ...given }, { hooks, defaults: state });
}

/** @param width of the label, in CSS's words (default: as wide as it is) */
export function styleOf(name: string, width = "initial"): Model {
  const spec = JSON.parse(specs[name as ModelName]) as Spec;
  const wide = "description_width" in spec.state;
  return share(name as ModelName, wide ? { description_width: width } : {});
}

/** @param layout in CSS's words */
export function layoutOf(layout: Partial<ModelStates["Layout"]>): Model {
  return share("Layout", layout);
}

function share(name: ModelName, state: State): Model {
  const key = `${name} ${JSON.stringify(state)}`;
  const known = shared.get(key);
  if (known?.isHeard) return known;
  const made = openModel(name, state);
  shared.set(key, made);
  return made;
}

/**
 * Any of Jupyter's 69 widgets by its name, with all that its state may hold, for what the functions beside this one do not
 * offer.
 *
 *     const play = widget("Play", { min: 0, max: 100, interval: 50 });
 *     play.on("change:value", (value) => console.log(value));
 *
 * @param name as in Jupyter's schema, without "Model"
 * @param state what differs from its defaults
 * @throws TypeError if there is none of this name
 */
export function widget<Name extends ModelName>(
  name: Name,
  state: Partial<ModelStates[Name]> = {},
): ModelWidget<Name> {
  return new ModelWidget(name, state);
}
