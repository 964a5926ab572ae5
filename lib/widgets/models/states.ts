// Written by generate.js from @jupyter-widgets/schema.
import type {
  LayoutState,
  ButtonStyleState,
  CheckboxStyleState,
  DescriptionStyleState,
  HTMLMathStyleState,
  HTMLStyleState,
  LabelStyleState,
  ProgressStyleState,
  SliderStyleState,
  TextStyleState,
  ToggleButtonStyleState,
  ToggleButtonsStyleState,
} from "./styles.ts";
import type {
  AccordionState,
  AudioState,
  BoxState,
  ControllerAxisState,
  ControllerButtonState,
  ControllerState,
  DOMWidgetState,
  DirectionalLinkState,
  GridBoxState,
  HBoxState,
  ImageState,
  LinkState,
  StackState,
  TabState,
  VBoxState,
  VideoState,
  OutputState,
} from "./boxes.ts";
import type {
  BoundedFloatTextState,
  BoundedIntTextState,
  ButtonState,
  CheckboxState,
  ColorPickerState,
  ColorsInputState,
  ComboboxState,
  DatePickerState,
  DatetimeState,
  DropdownState,
  FileUploadState,
  FloatLogSliderState,
  FloatProgressState,
  FloatRangeSliderState,
  FloatSliderState,
  FloatTextState,
  FloatsInputState,
  HTMLMathState,
  HTMLState,
  IntProgressState,
  IntRangeSliderState,
  IntSliderState,
  IntTextState,
  IntsInputState,
  LabelState,
  NaiveDatetimeState,
  PasswordState,
  PlayState,
  RadioButtonsState,
  SelectState,
  SelectMultipleState,
  SelectionRangeSliderState,
  SelectionSliderState,
  TagsInputState,
  TextState,
  TextareaState,
  TimeState,
  ToggleButtonState,
  ToggleButtonsState,
  ValidState,
} from "./inputs.ts";
/** The state of each of Jupyter's widgets, by its name. */
export interface ModelStates {
  /** Of Jupyter's `Layout`. */
  Layout: LayoutState;
  /** Of Jupyter's `Accordion`. */
  Accordion: AccordionState;
  /** Of Jupyter's `Audio`. */
  Audio: AudioState;
  /** Of Jupyter's `BoundedFloatText`. */
  BoundedFloatText: BoundedFloatTextState;
  /** Of Jupyter's `BoundedIntText`. */
  BoundedIntText: BoundedIntTextState;
  /** Of Jupyter's `Box`. */
  Box: BoxState;
  /** Of Jupyter's `Button`. */
  Button: ButtonState;
  /** Of Jupyter's `ButtonStyle`. */
  ButtonStyle: ButtonStyleState;
  /** Of Jupyter's `Checkbox`. */
  Checkbox: CheckboxState;
  /** Of Jupyter's `CheckboxStyle`. */
  CheckboxStyle: CheckboxStyleState;
  /** Of Jupyter's `ColorPicker`. */
  ColorPicker: ColorPickerState;
  /** Of Jupyter's `ColorsInput`. */
  ColorsInput: ColorsInputState;
  /** Of Jupyter's `Combobox`. */
  Combobox: ComboboxState;
  /** Of Jupyter's `ControllerAxis`. */
  ControllerAxis: ControllerAxisState;
  /** Of Jupyter's `ControllerButton`. */
  ControllerButton: ControllerButtonState;
  /** Of Jupyter's `Controller`. */
  Controller: ControllerState;
  /** Of Jupyter's `DOMWidget`. */
  DOMWidget: DOMWidgetState;
  /** Of Jupyter's `DatePicker`. */
  DatePicker: DatePickerState;
  /** Of Jupyter's `Datetime`. */
  Datetime: DatetimeState;
  /** Of Jupyter's `DescriptionStyle`. */
  DescriptionStyle: DescriptionStyleState;
  /** Of Jupyter's `DirectionalLink`. */
  DirectionalLink: DirectionalLinkState;
  /** Of Jupyter's `Dropdown`. */
  Dropdown: DropdownState;
  /** Of Jupyter's `FileUpload`. */
  FileUpload: FileUploadState;
  /** Of Jupyter's `FloatLogSlider`. */
  FloatLogSlider: FloatLogSliderState;
  /** Of Jupyter's `FloatProgress`. */
  FloatProgress: FloatProgressState;
  /** Of Jupyter's `FloatRangeSlider`. */
  FloatRangeSlider: FloatRangeSliderState;
  /** Of Jupyter's `FloatSlider`. */
  FloatSlider: FloatSliderState;
  /** Of Jupyter's `FloatText`. */
  FloatText: FloatTextState;
  /** Of Jupyter's `FloatsInput`. */
  FloatsInput: FloatsInputState;
  /** Of Jupyter's `GridBox`. */
  GridBox: GridBoxState;
  /** Of Jupyter's `HBox`. */
  HBox: HBoxState;
  /** Of Jupyter's `HTMLMath`. */
  HTMLMath: HTMLMathState;
  /** Of Jupyter's `HTMLMathStyle`. */
  HTMLMathStyle: HTMLMathStyleState;
  /** Of Jupyter's `HTML`. */
  HTML: HTMLState;
  /** Of Jupyter's `HTMLStyle`. */
  HTMLStyle: HTMLStyleState;
  /** Of Jupyter's `Image`. */
  Image: ImageState;
  /** Of Jupyter's `IntProgress`. */
  IntProgress: IntProgressState;
  /** Of Jupyter's `IntRangeSlider`. */
  IntRangeSlider: IntRangeSliderState;
  /** Of Jupyter's `IntSlider`. */
  IntSlider: IntSliderState;
  /** Of Jupyter's `IntText`. */
  IntText: IntTextState;
  /** Of Jupyter's `IntsInput`. */
  IntsInput: IntsInputState;
  /** Of Jupyter's `Label`. */
  Label: LabelState;
  /** Of Jupyter's `LabelStyle`. */
  LabelStyle: LabelStyleState;
  /** Of Jupyter's `Link`. */
  Link: LinkState;
  /** Of Jupyter's `NaiveDatetime`. */
  NaiveDatetime: NaiveDatetimeState;
  /** Of Jupyter's `Password`. */
  Password: PasswordState;
  /** Of Jupyter's `Play`. */
  Play: PlayState;
  /** Of Jupyter's `ProgressStyle`. */
  ProgressStyle: ProgressStyleState;
  /** Of Jupyter's `RadioButtons`. */
  RadioButtons: RadioButtonsState;
  /** Of Jupyter's `Select`. */
  Select: SelectState;
  /** Of Jupyter's `SelectMultiple`. */
  SelectMultiple: SelectMultipleState;
  /** Of Jupyter's `SelectionRangeSlider`. */
  SelectionRangeSlider: SelectionRangeSliderState;
  /** Of Jupyter's `SelectionSlider`. */
  SelectionSlider: SelectionSliderState;
  /** Of Jupyter's `SliderStyle`. */
  SliderStyle: SliderStyleState;
  /** Of Jupyter's `Stack`. */
  Stack: StackState;
  /** Of Jupyter's `Tab`. */
  Tab: TabState;
  /** Of Jupyter's `TagsInput`. */
  TagsInput: TagsInputState;
  /** Of Jupyter's `Text`. */
  Text: TextState;
  /** Of Jupyter's `TextStyle`. */
  TextStyle: TextStyleState;
  /** Of Jupyter's `Textarea`. */
  Textarea: TextareaState;
  /** Of Jupyter's `Time`. */
  Time: TimeState;
  /** Of Jupyter's `ToggleButton`. */
  ToggleButton: ToggleButtonState;
  /** Of Jupyter's `ToggleButtonStyle`. */
  ToggleButtonStyle: ToggleButtonStyleState;
  /** Of Jupyter's `ToggleButtons`. */
  ToggleButtons: ToggleButtonsState;
  /** Of Jupyter's `ToggleButtonsStyle`. */
  ToggleButtonsStyle: ToggleButtonsStyleState;
  /** Of Jupyter's `VBox`. */
  VBox: VBoxState;
  /** Of Jupyter's `Valid`. */
  Valid: ValidState;
  /** Of Jupyter's `Video`. */
  Video: VideoState;
  /** Of Jupyter's `Output`. */
  Output: OutputState;
}
