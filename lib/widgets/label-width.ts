import { layoutOf, styleOf } from "./model-widget.ts";
import type { Model } from "./model.ts";

/** A longer label is cut off, and a page shows all of it while the mouse rests on it. */
const mostLetters = 40;
/** Jupyter's controls are as wide as a label of so many letters and a slider need. */
const usualLetters = 12;
const besideLabel = "240px";

/** Controls that stand one below the other; each alone at first. */
const groups = new WeakMap<Model, ReadonlySet<Model>>();

/** Gives a control the room that its label needs, also when the label changes. */
export function fitLabel(model: Model): void {
  // On a button the label is in it.
  if (!model.has("description") || !hasDescriptionStyle(model)) return;
  groups.set(model, new Set([model]));
  fit(model);
  model.on("description", () => fit(model));
}

/** Gives controls that stand one below the other labels of the same width, so that what is beside the labels stands in line. */
export function alignLabels(models: readonly Model[]): void {
  const group = new Set(models.filter((model) => groups.has(model)));
  for (const model of group) groups.set(model, group);
  const [first] = group;
  if (first) fit(first);
}

function fit(one: Model): void {
  const group = [...groups.get(one)!].filter(({ isOpen }) => isOpen);
  const widths = group.map((model) => lettersIn(model));
  const letters = Math.min(Math.max(...widths) + 1, mostLetters);
  const label = group.length > 1 ? `${letters}ch` : "initial";
  const width =
    letters > usualLetters ? `calc(${letters}ch + ${besideLabel})` : null;
  for (const model of group) {
    model.set({ style: styleOf(styleName(model), label) });
    if (model.get("layout") || width !== null)
      model.set({ layout: layoutOf({ width, max_width: width && "100%" }) });
    // Its label is beside the box to tick; what stands where others have their labels is blank.
    if (model.has("indent"))
      model.set({ indent: group.some((other) => !other.has("indent")) });
  }
}

/** Chinese, Japanese and Korean letters are twice as wide. */
function lettersIn(model: Model): number {
  if (model.has("indent")) return 0;
  const label = String(model.get("description"));
  return [...label].reduce(
    (sum, letter) => sum + (letter.codePointAt(0)! > 0x10ff ? 2 : 1),
    0,
  );
}

function hasDescriptionStyle(model: Model): boolean {
  const style = model.get("style") as Model | undefined;
  return style?.has("description_width") === true && !model.has("button_style");
}

function styleName(model: Model): string {
  const { names } = model.get("style") as Model;
  return String(names["_model_name"]).replace(/Model$/, "");
}
