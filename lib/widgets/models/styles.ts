// Written by generate.js from @jupyter-widgets/schema.

export interface LayoutState {
  align_content:
    | "flex-start"
    | "flex-end"
    | "center"
    | "space-between"
    | "space-around"
    | "space-evenly"
    | "stretch"
    | "inherit"
    | "initial"
    | "unset"
    | null;
  align_items:
    | "flex-start"
    | "flex-end"
    | "center"
    | "baseline"
    | "stretch"
    | "inherit"
    | "initial"
    | "unset"
    | null;
  align_self:
    | "auto"
    | "flex-start"
    | "flex-end"
    | "center"
    | "baseline"
    | "stretch"
    | "inherit"
    | "initial"
    | "unset"
    | null;
  border_bottom: string | null;
  border_left: string | null;
  border_right: string | null;
  border_top: string | null;
  bottom: string | null;
  display: string | null;
  flex: string | null;
  flex_flow: string | null;
  grid_area: string | null;
  grid_auto_columns: string | null;
  grid_auto_flow:
    | "column"
    | "row"
    | "row dense"
    | "column dense"
    | "inherit"
    | "initial"
    | "unset"
    | null;
  grid_auto_rows: string | null;
  grid_column: string | null;
  grid_gap: string | null;
  grid_row: string | null;
  grid_template_areas: string | null;
  grid_template_columns: string | null;
  grid_template_rows: string | null;
  height: string | null;
  justify_content:
    | "flex-start"
    | "flex-end"
    | "center"
    | "space-between"
    | "space-around"
    | "inherit"
    | "initial"
    | "unset"
    | null;
  justify_items:
    | "flex-start"
    | "flex-end"
    | "center"
    | "inherit"
    | "initial"
    | "unset"
    | null;
  left: string | null;
  margin: string | null;
  max_height: string | null;
  max_width: string | null;
  min_height: string | null;
  min_width: string | null;
  object_fit: "contain" | "cover" | "fill" | "scale-down" | "none" | null;
  object_position: string | null;
  order: string | null;
  overflow: string | null;
  padding: string | null;
  right: string | null;
  top: string | null;
  visibility: "visible" | "hidden" | "inherit" | "initial" | "unset" | null;
  width: string | null;
}
export interface ButtonStyleState {
  button_color: string | null;
  font_family: string | null;
  font_size: string | null;
  font_style: string | null;
  font_variant: string | null;
  font_weight: string | null;
  text_color: string | null;
  text_decoration: string | null;
}
export interface CheckboxStyleState {
  background: string | null;
  description_width: string;
}
export interface DescriptionStyleState {
  description_width: string;
}
export interface HTMLMathStyleState {
  background: string | null;
  description_width: string;
  font_size: string | null;
  text_color: string | null;
}
export interface HTMLStyleState {
  background: string | null;
  description_width: string;
  font_size: string | null;
  text_color: string | null;
}
export interface LabelStyleState {
  background: string | null;
  description_width: string;
  font_family: string | null;
  font_size: string | null;
  font_style: string | null;
  font_variant: string | null;
  font_weight: string | null;
  text_color: string | null;
  text_decoration: string | null;
}
export interface ProgressStyleState {
  bar_color: string | null;
  description_width: string;
}
export interface SliderStyleState {
  description_width: string;
  handle_color: string | null;
}
export interface TextStyleState {
  background: string | null;
  description_width: string;
  font_size: string | null;
  text_color: string | null;
}
export interface ToggleButtonStyleState {
  description_width: string;
  font_family: string | null;
  font_size: string | null;
  font_style: string | null;
  font_variant: string | null;
  font_weight: string | null;
  text_color: string | null;
  text_decoration: string | null;
}
export interface ToggleButtonsStyleState {
  button_width: string;
  description_width: string;
  font_weight: string;
}
