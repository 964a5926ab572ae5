// Written by generate.js from @jupyter-widgets/schema.
import type { DescribedState, DomState, Reference } from "./common.ts";
export interface BoundedFloatTextState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  max: number;
  min: number;
  step: number | null;
  style: Reference;
  value: number;
}
export interface BoundedIntTextState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  max: number;
  min: number;
  step: number;
  style: Reference;
  value: number;
}
export interface ButtonState extends DomState {
  button_style: "primary" | "success" | "info" | "warning" | "danger" | "";
  description: string;
  disabled: boolean;
  icon: string;
  style: Reference;
}
export interface CheckboxState extends DescribedState {
  disabled: boolean;
  indent: boolean;
  style: Reference;
  value: boolean;
}
export interface ColorPickerState extends DescribedState {
  concise: boolean;
  disabled: boolean;
  style: Reference;
  value: string;
}
export interface ColorsInputState extends DescribedState {
  allow_duplicates: boolean;
  allowed_tags: readonly unknown[];
  placeholder: string;
  style: Reference;
  value: readonly unknown[];
}
export interface ComboboxState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  ensure_option: boolean;
  options: readonly string[];
  placeholder: string;
  style: Reference;
  value: string;
}
export interface DatePickerState extends DescribedState {
  disabled: boolean;
  max: object | null;
  min: object | null;
  step: number | "any";
  style: Reference;
  value: object | null;
}
export interface DatetimeState extends DescribedState {
  disabled: boolean;
  max: object | null;
  min: object | null;
  style: Reference;
  value: object | null;
}
export interface DropdownState extends DescribedState {
  _options_labels: readonly string[];
  disabled: boolean;
  index: number | null;
  style: Reference;
}
export interface FileUploadState extends DescribedState {
  accept: string;
  button_style: "primary" | "success" | "info" | "warning" | "danger" | "";
  disabled: boolean;
  error: string;
  icon: string;
  multiple: boolean;
  style: Reference;
  value: readonly object[];
}
export interface FloatLogSliderState extends DescribedState {
  base: number;
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  continuous_update: boolean;
  disabled: boolean;
  max: number;
  min: number;
  orientation: "horizontal" | "vertical";
  readout: boolean;
  readout_format: string;
  step: number | null;
  style: Reference;
  value: number;
}
export interface FloatProgressState extends DescribedState {
  bar_style: "success" | "info" | "warning" | "danger" | "" | null;
  max: number;
  min: number;
  orientation: "horizontal" | "vertical";
  style: Reference;
  value: number;
}
export interface FloatRangeSliderState extends DescribedState {
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  continuous_update: boolean;
  disabled: boolean;
  max: number;
  min: number;
  orientation: "horizontal" | "vertical";
  readout: boolean;
  readout_format: string;
  step: number | null;
  style: Reference;
  value: readonly unknown[];
}
export interface FloatSliderState extends DescribedState {
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  continuous_update: boolean;
  disabled: boolean;
  max: number;
  min: number;
  orientation: "horizontal" | "vertical";
  readout: boolean;
  readout_format: string;
  step: number | null;
  style: Reference;
  value: number;
}
export interface FloatTextState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  step: number | null;
  style: Reference;
  value: number;
}
export interface FloatsInputState extends DescribedState {
  allow_duplicates: boolean;
  allowed_tags: readonly unknown[];
  format: string;
  max: number | null;
  min: number | null;
  placeholder: string;
  style: Reference;
  tag_style: "primary" | "success" | "info" | "warning" | "danger" | "";
  value: readonly unknown[];
}
export interface HTMLMathState extends DescribedState {
  placeholder: string;
  style: Reference;
  value: string;
}
export interface HTMLState extends DescribedState {
  placeholder: string;
  style: Reference;
  value: string;
}
export interface IntProgressState extends DescribedState {
  bar_style: "success" | "info" | "warning" | "danger" | "";
  max: number;
  min: number;
  orientation: "horizontal" | "vertical";
  style: Reference;
  value: number;
}
export interface IntRangeSliderState extends DescribedState {
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  continuous_update: boolean;
  disabled: boolean;
  max: number;
  min: number;
  orientation: "horizontal" | "vertical";
  readout: boolean;
  readout_format: string;
  step: number;
  style: Reference;
  value: readonly unknown[];
}
export interface IntSliderState extends DescribedState {
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  continuous_update: boolean;
  disabled: boolean;
  max: number;
  min: number;
  orientation: "horizontal" | "vertical";
  readout: boolean;
  readout_format: string;
  step: number;
  style: Reference;
  value: number;
}
export interface IntTextState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  step: number;
  style: Reference;
  value: number;
}
export interface IntsInputState extends DescribedState {
  allow_duplicates: boolean;
  allowed_tags: readonly unknown[];
  format: string;
  max: number | null;
  min: number | null;
  placeholder: string;
  style: Reference;
  tag_style: "primary" | "success" | "info" | "warning" | "danger" | "";
  value: readonly unknown[];
}
export interface LabelState extends DescribedState {
  placeholder: string;
  style: Reference;
  value: string;
}
export interface NaiveDatetimeState extends DescribedState {
  disabled: boolean;
  max: object | null;
  min: object | null;
  style: Reference;
  value: object | null;
}
export interface PasswordState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  placeholder: string;
  style: Reference;
  value: string;
}
export interface PlayState extends DescribedState {
  disabled: boolean;
  interval: number;
  max: number;
  min: number;
  playing: boolean;
  repeat: boolean;
  show_repeat: boolean;
  step: number;
  style: Reference;
  value: number;
}
export interface RadioButtonsState extends DescribedState {
  _options_labels: readonly string[];
  disabled: boolean;
  index: number | null;
  orientation: "horizontal" | "vertical";
  style: Reference;
}
export interface SelectState extends DescribedState {
  _options_labels: readonly string[];
  disabled: boolean;
  index: number | null;
  rows: number;
  style: Reference;
}
export interface SelectMultipleState extends DescribedState {
  _options_labels: readonly string[];
  disabled: boolean;
  index: readonly number[];
  rows: number;
  style: Reference;
}
export interface SelectionRangeSliderState extends DescribedState {
  _options_labels: readonly string[];
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  continuous_update: boolean;
  disabled: boolean;
  index: readonly unknown[];
  orientation: "horizontal" | "vertical";
  readout: boolean;
  style: Reference;
}
export interface SelectionSliderState extends DescribedState {
  _options_labels: readonly string[];
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  continuous_update: boolean;
  disabled: boolean;
  index: number;
  orientation: "horizontal" | "vertical";
  readout: boolean;
  style: Reference;
}
export interface TagsInputState extends DescribedState {
  allow_duplicates: boolean;
  allowed_tags: readonly unknown[];
  placeholder: string;
  style: Reference;
  tag_style: "primary" | "success" | "info" | "warning" | "danger" | "";
  value: readonly unknown[];
}
export interface TextState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  placeholder: string;
  style: Reference;
  value: string;
}
export interface TextareaState extends DescribedState {
  continuous_update: boolean;
  disabled: boolean;
  placeholder: string;
  rows: number | null;
  style: Reference;
  value: string;
}
export interface TimeState extends DescribedState {
  disabled: boolean;
  max: object | null;
  min: object | null;
  step: number | "any";
  style: Reference;
  value: object | null;
}
export interface ToggleButtonState extends DescribedState {
  button_style: "primary" | "success" | "info" | "warning" | "danger" | "";
  disabled: boolean;
  icon: string;
  style: Reference;
  value: boolean;
}
export interface ToggleButtonsState extends DescribedState {
  _options_labels: readonly string[];
  button_style:
    "primary" | "success" | "info" | "warning" | "danger" | "" | null;
  disabled: boolean;
  icons: readonly string[];
  index: number | null;
  style: Reference;
  tooltips: readonly string[];
}
export interface ValidState extends DescribedState {
  disabled: boolean;
  readout: string;
  style: Reference;
  value: boolean;
}
