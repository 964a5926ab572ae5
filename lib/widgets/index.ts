export { Widget, type WidgetOptions } from "./any-widget.ts";
export { hbox, Tabs, tabs, vbox, WidgetBox } from "./boxes.ts";
export { Button, button, type ButtonOptions } from "./button.ts";
export { radio, select, type ChoiceOptions, type Options } from "./choices.ts";
export { Control } from "./control.ts";
export { Labelled, type ControlOptions } from "./labelled.ts";
export {
  interact,
  Interaction,
  type Input,
  type InteractContext,
  type ValueOf,
  type ValuesOf,
} from "./interact.ts";
export { ModelWidget, widget, type ModelName } from "./model-widget.ts";
export type { ModelStates } from "./models/states.ts";
export {
  number,
  range,
  slider,
  type NumberOptions,
  type OneNumberOptions,
  type SliderOptions,
} from "./numbers.ts";
export { output, OutputWidget } from "./output.ts";
export type { View } from "./view.ts";
export {
  checkbox,
  color,
  date,
  text,
  toggle,
  type ColorOptions,
  type DateOptions,
  type FlagOptions,
  type TextOptions,
} from "./words.ts";
