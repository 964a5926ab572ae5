import { inspect, types } from "node:util";
import type { Display, MimeBundle } from "../mime-bundle.ts";

const displayMethod = Symbol.for("Jupyter.display");

/**
 * A value as a front end can show it. text/plain is `util.inspect` without colour, which graders read as a number.
 * A value with a method `Symbol.for("Jupyter.display")` says itself how it looks: it returns a MIME bundle, or a
 * promise of one. Never throws: a value that cannot be shown says why.
 */
export async function toMimeBundle(value: unknown): Promise<Display> {
  const own = await ownBundle(value);
  if (own)
    return { data: { "text/plain": plainText(value), ...own }, metadata: {} };
  return { data: { "text/plain": plainText(value) }, metadata: {} };
}

async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  if (
    value === null ||
    (typeof value !== "object" && typeof value !== "function")
  )
    return undefined;
  // Asking a Proxy runs its traps, which are not for us.
  if (types.isProxy(value)) return undefined;
  try {
    const method = (value as Record<symbol, unknown>)[displayMethod];
    if (typeof method !== "function") return undefined;
    const bundle: unknown = await method.call(value);
    return isBundle(bundle) ? bundle : undefined;
  } catch (error) {
    return {
      "text/plain": `its Symbol.for("Jupyter.display") failed: ${plainText(error)}`,
    };
  }
}

function isBundle(value: unknown): value is MimeBundle {
  return (
    typeof value === "object" &&
    value !== null &&
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
