import { types } from "node:util";
import type { Display, MimeBundle } from "./mime-bundle.ts";
import { plainCell, renderTable } from "./html-table.ts";
import { imageBundle } from "./image.ts";
import { classesOf } from "./method-of.ts";
import { offered } from "./offers/offers.ts";
import { pagedBundle } from "./paged-tables.ts";
import { tableOf } from "./table-source.ts";
import { textTable } from "./text-table.ts";
import { plainText } from "./plain-text.ts";
import { toWireValue, UnsendableError } from "./wire-value.ts";

// A cell may replace any global.
const { entries } = Object;
/** Packages of data frames offer it first, and VS Code then shows nothing at all. */
const unseen = "application/vnd.dataresource+json";
const displayMethod = Symbol.for("Jupyter.display");

/**
 * A value as a front end can show it. text/plain is `util.inspect` without colour, which graders read as a number.
 * Arrays of records, Maps and typed arrays are tables too, image bytes are images.
 * A value with a method `Symbol.for("Jupyter.display")` says itself how it looks: it returns a MIME bundle, or a
 * promise of one. Never throws: a value that cannot be shown says why.
 * @param where what the value's own method is told: the place in which it is about to be shown
 */
export function toMimeBundle(
  value: unknown,
  where: object = {},
): Display | Promise<Display> {
  const own = ownBundle(value, where);
  return types.isPromise(own)
    ? own.then((bundle) => orOffered(value, bundle))
    : orOffered(value, own);
}

function orOffered(value: unknown, own: unknown): Display | Promise<Display> {
  if (isBundle(own)) return toDisplay(value, own);
  const bundle = imageBundle(value) ?? tableBundle(value) ?? offered(value);
  return types.isPromise(bundle)
    ? bundle.then((found) => toDisplay(value, found))
    : toDisplay(value, bundle);
}

function toDisplay(value: unknown, bundle: MimeBundle = {}): Display {
  const data =
    "text/plain" in bundle
      ? bundle
      : { "text/plain": plainText(value), ...bundle };
  return { data: toJsonBundle(data), metadata: {} };
}

/**
 * The bundle as JSON carries it. A type without a value is left out: with `"text/plain": undefined` alone, a value shows
 * nothing. A type whose value is no JSON, such as a bigint, or too much of it, is replaced by text that says so.
 */
export function toJsonBundle(bundle: MimeBundle): MimeBundle {
  const kept: MimeBundle = {};
  for (const [type, value] of entries(bundle)) {
    if (value === undefined || type === unseen) continue;
    try {
      kept[type] = toWireValue(type, value);
    } catch (error) {
      const reason =
        error instanceof UnsendableError
          ? error.message
          : `is not JSON: ${String(error)}`;
      kept["text/plain"] = `its ${type} ${reason}`;
    }
  }
  return kept;
}

function tableBundle(value: unknown): MimeBundle | undefined {
  try {
    const table = tableOf(value, plainCell);
    if (!table) return undefined;
    const isOwn = types.isTypedArray(value) || types.isMap(value);
    const html = { "text/html": renderTable(table), ...pagedBundle(table) };
    if (isOwn || Array.isArray(value)) return html;
    const name = classesOf(value as object)[0] ?? "Table";
    return { "text/plain": textTable(table, name), ...html };
  } catch {
    // Whatever is odd about the value, its text/plain shows or says it.
    return undefined;
  }
}

/** What the value's own method returns; a promise of that when the method is asynchronous. */
function ownBundle(value: unknown, where: object): unknown {
  if (
    value === null ||
    (typeof value !== "object" && typeof value !== "function")
  )
    return undefined;
  const failed = (error: unknown) => ({
    "text/plain": `its Symbol.for("Jupyter.display") failed: ${plainText(error)}`,
  });
  try {
    // Of a Proxy this is asked and nothing else: those of nodejs-polars and anywidget answer it.
    const method = (value as Record<symbol, unknown>)[displayMethod];
    if (typeof method !== "function") return undefined;
    const bundle: unknown = method.call(value, where);
    return types.isPromise(bundle) ? bundle.catch(failed) : bundle;
  } catch (error) {
    // A trap that throws says nothing of a method.
    return types.isProxy(value) ? undefined : failed(error);
  }
}

/** Whether every key names a MIME type. */
export function isBundle(value: unknown): value is MimeBundle {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => key.includes("/"))
  );
}
