// Written by generate.js from @jupyter-widgets/schema.

/** Another widget, as one that holds it has it. */
export interface Reference {
  readonly modelId: string;
}
export interface DomState {
  _dom_classes: readonly string[];
  layout: Reference;
  tabbable: boolean | null;
  tooltip: string | null;
}
export interface DescribedState extends DomState {
  description: string;
  description_allow_html: boolean;
}
