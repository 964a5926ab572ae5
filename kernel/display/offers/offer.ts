import type { MimeBundle } from "../mime-bundle.ts";

/** How a value of a package looks; undefined for values that are not what this is for. */
export type Offer = (
  value: object,
) => MimeBundle | Promise<MimeBundle | undefined> | undefined;
