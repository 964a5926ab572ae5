import { types } from "node:util";
import type { MimeBundle } from "../mime-bundle.ts";
import { charts } from "./charts.ts";
import { elements, html } from "./elements.ts";
import { mathematics } from "./mathematics.ts";
import { media } from "./media.ts";
import { schemas } from "./schemas.ts";
import { tensors } from "./tensors.ts";
import { moments } from "./moments.ts";
import type { Offer } from "./offer.ts";

const offers: Offer[] = [
  ...media,
  ...elements,
  ...charts,
  ...mathematics,
  ...tensors,
  ...moments,
  ...schemas,
  // What says how it looks in a language of its own looks better than its page.
  html,
];

/**
 * How a value shows itself by what it offers: its methods and fields are those of a kind of value, whichever package made it.
 * None of these packages is one of ours.
 */
export function offered(
  value: unknown,
): MimeBundle | Promise<MimeBundle | undefined> | undefined {
  if (typeof value !== "object" || value === null || types.isProxy(value))
    return undefined;
  for (const offer of offers)
    try {
      const found = offer(value);
      if (found)
        return types.isPromise(found) ? found.catch(() => undefined) : found;
    } catch {
      // It looks like one and is none: its text shows what it is.
    }
  return undefined;
}
