import { everyItem } from "../every-item.ts";
import { hasMethods, memberOf, methodOf } from "../method-of.ts";
import type { MimeBundle } from "../mime-bundle.ts";
import { isPlainObject } from "../plain-object.ts";
import type { Offer } from "./offer.ts";
import { svgBundle } from "./svg.ts";

/** JupyterLab and VS Code draw both by these names, whatever the newest version of their languages. */
const vegaTypes: Record<string, string> = {
  vega: "application/vnd.vega.v5+json",
  "vega-lite": "application/vnd.vegalite.v5+json",
};

const vegaSpec: Offer = (value) => {
  const schema = memberOf(value, "$schema");
  const [, language] =
    /\/schema\/(vega|vega-lite)\/v\d/.exec(
      typeof schema === "string" ? schema : "",
    ) ?? [];
  return language && isPlainObject(value)
    ? { [vegaTypes[language]!]: value }
    : undefined;
};

/** https://github.com/vega/vega-lite-api and others that write such specifications. */
const vegaMaker: Offer = (value) => {
  const made =
    methodOf(value, "toSpec")?.() ??
    (hasMethods(value, "mark", "encode")
      ? methodOf(value, "toObject")?.()
      : undefined);
  if (typeof made !== "object" || made === null) return undefined;
  const $schema = "https://vega.github.io/schema/vega-lite/v5.json";
  return vegaSpec({ $schema, ...made });
};

/** https://vega.github.io/vega/docs/api/view: a dataflow, of which nobody wants to see the inside. */
const vegaView: Offer = (value) => {
  if (!hasMethods(value, "toSVG", "runAsync", "signal")) return undefined;
  return (methodOf(value, "toSVG")!() as Promise<string>).then((svg) =>
    svgBundle(svg, "View of Vega"),
  );
};

const figureKeys = new Set(["data", "layout", "config", "frames"]);
const traceKeys = ["type", "x", "y", "z", "values", "r", "locations", "lat"];

/** https://plotly.com/javascript/reference: what Plotly.newPlot takes. */
const plotly: Offer = (value) => {
  if (!isPlainObject(value)) return undefined;
  const { data, layout } = value as { data?: unknown; layout?: unknown };
  const isFigure =
    Array.isArray(data) &&
    data.length > 0 &&
    everyItem(data, isTrace) &&
    typeof layout === "object" &&
    layout !== null &&
    Object.keys(value).every((key) => figureKeys.has(key));
  return isFigure ? figureBundle(value, data) : undefined;
};

function figureBundle(value: object, data: object[]): MimeBundle {
  const kinds = data.map((trace) => memberOf(trace, "type") ?? "scatter");
  return {
    "application/vnd.plotly.v1+json": value,
    "text/plain": `Figure of Plotly: ${kinds.join(", ")}`,
  };
}

function isTrace(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    traceKeys.some((key) => Object.hasOwn(value, key))
  );
}

export const charts: Offer[] = [vegaSpec, vegaMaker, vegaView, plotly];
