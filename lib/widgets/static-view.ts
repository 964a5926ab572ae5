import { escapeHtml } from "../escape-html.ts";
import { type Model, modelOf } from "./model.ts";
import { type Output } from "./output-list.ts";
import { toHtml, toText } from "./outputs-bundle.ts";

/** What a page without widgets tells its reader, once for each that is shown. */
export const missingLine =
  "The controls move where jupyterlab_widgets and anywidget are installed and the cell has been run.";

/** What the reader of a console or a plain program is told. */
export const noPageLine =
  "The controls move in a notebook page, as in JupyterLab.";

/** A widget's state as HTML without a script, for saved notebooks, exported pages, and pages that draw no widgets. */
export function staticHtml(model: Model): string {
  return `<div>${htmlOf(model)}<div><small>${missingLine}</small></div></div>`;
}

/** The same in words. @param line what tells the reader why nothing moves */
export function staticText(model: Model, line = missingLine): string {
  return `${textOf(model)}\n${line}`;
}

type Draw = { html(model: Model): string; text(model: Model): string };

function htmlOf(model: Model): string {
  return kindOf(model).html(model);
}

function textOf(model: Model): string {
  return kindOf(model).text(model);
}

function kindOf(model: Model): Draw {
  const name = String(model.names["_model_name"]).replace(/Model$/, "");
  if (/^(V|H|Grid)?Box$/.test(name)) return boxes(name === "HBox");
  if (/^(Tab|Accordion|Stack)$/.test(name)) return titled;
  if (name === "Output") return outputs;
  if (name === "Button") return button;
  return control;
}

const control: Draw = {
  html(model) {
    const { range, value } = wordsOf(model);
    const label = labelOf(model);
    const [min, max, at] = range ?? [];
    const gauge =
      at === undefined
        ? ""
        : ` <progress value="${at - min!}" max="${max! - min!}"></progress>`;
    return `<div>${label ? `${escapeHtml(label)}:` : ""}${gauge} <b>${escapeHtml(value)}</b>${escapeHtml(restOf(model))}</div>`;
  },
  text(model) {
    const label = labelOf(model);
    return `${label ? `${label}: ` : ""}${wordsOf(model).value}${restOf(model)}`;
  },
};

const button: Draw = {
  html: (model) => `<div>[ ${escapeHtml(labelOf(model))} ]</div>`,
  text: (model) => `[ ${labelOf(model)} ]`,
};

const outputs: Draw = {
  html: (model) => (model.get("outputs") as Output[]).map(toHtml).join("\n"),
  text: (model) => (model.get("outputs") as Output[]).map(toText).join("\n"),
};

function boxes(beside: boolean): Draw {
  return {
    html: (model) =>
      beside
        ? `<table><tr>${childrenOf(model)
            .map((child) => `<td>${htmlOf(child)}</td>`)
            .join("")}</tr></table>`
        : `<div>${childrenOf(model).map(htmlOf).join("")}</div>`,
    text: (model) =>
      childrenOf(model)
        .map(textOf)
        .join(beside ? "  " : "\n"),
  };
}

const titled: Draw = {
  html: (model) =>
    childrenOf(model)
      .map(
        (child, at) =>
          `<div><b>${escapeHtml(titleOf(model, at))}</b></div>${htmlOf(child)}`,
      )
      .join(""),
  text: (model) =>
    childrenOf(model)
      .map((child, at) => `${titleOf(model, at)}\n${textOf(child)}`)
      .join("\n"),
};

function childrenOf(model: Model): Model[] {
  const children = model.get("children");
  return (Array.isArray(children) ? children : []).flatMap(
    (child) => modelOf(child) ?? [],
  );
}

function titleOf(model: Model, at: number): string {
  return (model.get("titles") as string[] | undefined)?.[at] ?? "";
}

function labelOf(model: Model): string {
  return String(model.get("description") ?? "");
}

/** A value in words, and for a slider where it stands between which ends. */
function wordsOf(model: Model): {
  value: string;
  range?: [number, number, number];
} {
  const options = model.get("_options_labels");
  if (Array.isArray(options)) {
    const index = model.get("index");
    const chosen = Array.isArray(index) ? index : index === null ? [] : [index];
    return {
      value: chosen.map((at) => options[at as number]).join(", ") || "–",
    };
  }
  const value = model.get("value");
  const ends = endsOf(model);
  if (typeof value === "number" && ends) return placeOf(value, ends);
  if (typeof value === "boolean") return { value: value ? "yes" : "no" };
  if (Array.isArray(value)) return { value: value.join(" to ") };
  if (value === null) return { value: "–" };
  if (value === undefined) return { value: stateOf(model) };
  return { value: typeof value === "object" ? dateOf(value) : String(value) };
}

/** What else there is to choose from. */
function restOf(model: Model): string {
  const options = model.get("_options_labels");
  if (Array.isArray(options)) return ` (of ${options.slice(0, 20).join(", ")})`;
  const ends = endsOf(model);
  if (!ends) return "";
  const [from, to] = [ends.min, ends.max].map((end) =>
    ends.base ? short(ends.base ** end) : end,
  );
  return ` (${from} to ${to})`;
}

/** Of a logarithmic slider, powers of its base. */
interface Ends {
  min: number;
  max: number;
  base?: number;
}

function endsOf(model: Model): Ends | undefined {
  const [min, max, base] = ["min", "max", "base"].map((name) =>
    model.get(name),
  );
  if (typeof min !== "number" || typeof max !== "number") return undefined;
  return { min, max, ...(typeof base === "number" && { base }) };
}

function placeOf(value: number, { min, max, base }: Ends) {
  const at = base ? Math.log(value) / Math.log(base) : value;
  const range: [number, number, number] = [min, max, at];
  return { value: String(base ? short(value) : value), range };
}

/** Where each place is a factor further, three digits say it. */
function short(value: number): number {
  return Number(value.toPrecision(3));
}

/** A date, whose months the wire counts from 0. */
function dateOf(value: object): string {
  const { year, month, date } = value as Record<string, number | undefined>;
  if (year === undefined || month === undefined || date === undefined)
    return JSON.stringify(value);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${year}-${two(month + 1)}-${two(date)}`;
}

const mostState = 300;

/** Of a widget that we do not know: what it holds. */
function stateOf(model: Model): string {
  const entries = Object.entries(model.values).filter(
    ([name]) => !name.startsWith("_"),
  );
  const text = entries
    .map(([name, value]) => `${name}: ${JSON.stringify(value) ?? "–"}`)
    .join(", ");
  return text.length > mostState ? `${text.slice(0, mostState)}…` : text;
}
