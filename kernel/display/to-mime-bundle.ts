import { inspect, types } from "node:util";
import type { Display, MimeBundle } from "../mime-bundle.ts";
import { htmlTable } from "./renderers/html-table.ts";
import { imageBundle } from "./renderers/image.ts";

// A cell may replace any global.
const { parse, stringify } = JSON;
const displayMethod = Symbol.for("Jupyter.display");

/**
 * A value as a front end can show it. text/plain is `util.inspect` without colour, which graders read as a number.
 * Arrays of records, Maps and typed arrays are tables too, image bytes are images.
 * A value with a method `Symbol.for("Jupyter.display")` says itself how it looks: it returns a MIME bundle, or a
 * promise of one. Never throws: a value that cannot be shown says why.
 */
export function toMimeBundle(value: unknown): Display | Promise<Display> {
  const own = ownBundle(value);
  return types.isPromise(own)
    ? own.then((bundle) => toDisplay(value, bundle))
    : toDisplay(value, own);
}

function toDisplay(value: unknown, own: unknown): Display {
  const bundle = isBundle(own)
    ? own
    : (imageBundle(value) ?? tableBundle(value));
  const data = { "text/plain": plainText(value), ...bundle };
  return { data: toJsonBundle(data), metadata: {} };
}

/**
 * The bundle as JSON carries it. A type without a value is left out: with `"text/plain": undefined` alone, a value shows
 * nothing. A type whose value is no JSON, such as a bigint, is replaced by text that says so.
 */
export function toJsonBundle(bundle: MimeBundle): MimeBundle {
  const kept: MimeBundle = {};
  // By no method of Object: a cell may have deleted it.
  for (const type in bundle) {
    const value = bundle[type];
    if (value === undefined) continue;
    try {
      kept[type] =
        typeof value === "string" ? value : parse(stringify(value) ?? "null");
    } catch (error) {
      kept["text/plain"] = `its ${type} is no JSON: ${String(error)}`;
    }
  }
  return kept;
}

function tableBundle(value: unknown): MimeBundle {
  try {
    const html = htmlTable(value);
    return html === undefined ? {} : { "text/html": html };
  } catch {
    // Whatever is odd about the value, its text/plain shows or says it.
    return {};
  }
}

/** What the value's own method returns; a promise of that when the method is asynchronous. */
function ownBundle(value: unknown): unknown {
  if (
    value === null ||
    (typeof value !== "object" && typeof value !== "function")
  )
    return undefined;
  // Asking a Proxy runs its traps, which are not for us.
  if (types.isProxy(value)) return undefined;
  const failed = (error: unknown) => ({
    "text/plain": `its Symbol.for("Jupyter.display") failed: ${plainText(error)}`,
  });
  try {
    const method = (value as Record<symbol, unknown>)[displayMethod];
    if (typeof method !== "function") return undefined;
    const bundle: unknown = method.call(value);
    return types.isPromise(bundle) ? bundle.catch(failed) : bundle;
  } catch (error) {
    return failed(error);
  }
}

function isBundle(value: unknown): value is MimeBundle {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => key.includes("/"))
  );
}

function plainText(value: unknown): string {
  try {
    return inspect(value, {
      maxArrayLength: 100,
      maxStringLength: 10_000,
      depth: 4,
    });
  } catch (error) {
    return `a value that cannot be shown: ${String(error)}`;
  }
}
